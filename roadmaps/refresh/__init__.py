"""Bringing reports up to date: who is behind, whose turn it is, and storing without going back.

What is out of date is a fact in PostgreSQL (see `Report`), so a message may be lost, doubled,
late or out of order: whoever is behind is claimed again when the lease has run out, and whoever
is not is left alone.

    claiming.py  finds who is behind, leases them and says how to ring for them
    working.py   computes and stores the reports of any number of people, and notes what failed
    storing.py   the one statement that writes reports and never goes back
"""

from .claiming import BEHIND, CHUNK, FANOUT, FRESH, RefreshSource
from .working import give_back, refresh

__all__ = ["BEHIND", "CHUNK", "FANOUT", "FRESH", "RefreshSource", "give_back", "refresh"]
