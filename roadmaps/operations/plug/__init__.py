"""Pull the plug: what a visitor of the demo may break, and what becomes of a rating meanwhile.

Only where `manage.py up` runs the demo with servers of its own. Everything is said by a probe, a person who belongs to
no team, and taken back afterwards.
"""
