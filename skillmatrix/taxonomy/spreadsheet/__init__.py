"""A ladder in a spreadsheet (CSV): skill, area, one column a level, one a role; read into a document's content.

    read_ladder(raw, current=…, mode=Mode.ADD) -> Sheet    raises NotASpreadsheet
    write_ladder(taxonomy) -> str

Nothing here writes. Every problem names row and column as a spreadsheet shows them, and a sheet with one
problem has no content. A spreadsheet cannot say everything a document can: `Sheet.notes` says what was filled in.
"""

from .findings import NotASpreadsheet, Problem
from .reading import Counts, Mode, Sheet, read_ladder
from .writing import write_ladder

__all__ = ["Counts", "Mode", "NotASpreadsheet", "Problem", "Sheet", "read_ladder", "write_ladder"]
