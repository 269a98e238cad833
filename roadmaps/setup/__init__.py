"""The first run: from an empty installation to a company, an admin, a taxonomy and people.

It stands in this room because it touches people and taxonomy alike, and only the rightmost room may.
"""
