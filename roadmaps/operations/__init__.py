"""What whoever runs the installation watches, and what they can do: numbers of people, never who.

`figures` gathers everything; the page and `/metrics` show the same.
"""
