"""Cycles: time-boxed requests to say where one stands, with a deadline for oneself and one for the lead.

`deadlines`, `asking`, `parts` and `rhythm` are computed and know no Django. `enrolling` settles who takes
part, `actions` opens, changes and ends cycles and submits parts, `reminding` writes mails that arrive at most once,
`advancing` is what happens by the clock. `concealed` says what a lead is not to see yet.
"""

from .concealing import concealed

__all__ = ["concealed"]
