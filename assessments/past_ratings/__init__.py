"""Ratings made elsewhere, from a table: read, checked against what is here, and said what adding them would do.

`workbook` and `table` turn a file into lines, `days` a cell into a day, and `checking` lines into a plan. None of
them writes; a line that cannot be used says why under the number that a spreadsheet gives it.
"""

from .checking import Ground, LeftOut, Past, Plan, check, level_words, suggested
from .table import MOST_ROWS, Line, NotATable, Sheet, read

__all__ = [
    "MOST_ROWS",
    "Ground",
    "LeftOut",
    "Line",
    "NotATable",
    "Past",
    "Plan",
    "Sheet",
    "check",
    "level_words",
    "read",
    "suggested",
]
