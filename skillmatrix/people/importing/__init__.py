"""A list of people as text: decoded, read row by row, and checked against who is here already.

Nothing here writes. Every problem names its row (as a spreadsheet numbers it) and its column, and a
list with one problem adds nobody.
"""

from .checking import Known, Plan, check
from .decoding import NotAList, decode
from .table import MOST_ROWS, Problem, Row, Table, read

__all__ = ["MOST_ROWS", "Known", "NotAList", "Plan", "Problem", "Row", "Table", "check", "decode", "read"]
