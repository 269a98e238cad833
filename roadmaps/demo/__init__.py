"""A company that does not exist, so that there is something to look at and to measure.

`organisation` says who is in it, `growth` plays their years, `seeding` writes them, `crowd` makes
up any number of further people. Pure but for `seeding`.
"""
