"""A company that does not exist, so that there is something to look at and to measure.

`organisation` and `cast` say who is in it, `growth` plays their years, `crowd` makes up any number of
further people, `seeding` and `letters` write all that. Pure but for those two and `logins`.
"""
