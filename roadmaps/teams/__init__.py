"""A team as its lead reads it: who is in it, where it is thin, what is largest, who can help.

`gathering` asks the database, `picture` holds the answer as matrices, and everything else is computed
from a picture: `coverage`, `overview`, and `matrix`, which writes the table's cells. Figures come from
what people have shared, and from nothing else.
"""
