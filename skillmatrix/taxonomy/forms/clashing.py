"""Two people edited the same part: which of its fields read differently, and whose version to take."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

Values = dict[str, Any]


def seen(values: Values) -> str:
    """Return a short mark of each field as the form showed it, to tell later who changed what."""
    return " ".join(f"{name}:{_mark(value)}" for name, value in _flat(values).items())


def _mark(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:10]


def _flat(values: Values) -> Values:
    """The fields, with each sentence of a ladder as a field of its own (`descriptors.3`)."""
    flat: Values = {}
    for name, value in values.items():
        if name == "descriptors" and value:
            flat |= {f"{name}.{rank}": text for rank, text in enumerate(value)}
        else:
            flat[name] = value
    return flat


@dataclass(frozen=True)
class Clash:
    """A field that reads differently here and there. `only_theirs`: I had not touched it."""

    name: str
    theirs: Any
    mine: Any
    only_theirs: bool = False


def clashes(mine: Values, theirs: Values, marks: str = "") -> list[Clash]:
    """Return the fields in which my form and their part differ; `marks` is what `seen` said of my form at first."""
    shown = dict(entry.split(":", 1) for entry in marks.split() if ":" in entry)
    here, there = _flat(mine), _flat(theirs)
    if _ladder(here) != _ladder(there):  # one has sentences of its own, or another number of them
        for side, values in ((here, mine), (there, theirs)):
            for name in [name for name in side if name.startswith("descriptors.")]:
                del side[name]
            side["descriptors"] = values["descriptors"]
    # What one of them leaves out stands there empty in the other's form.
    both = {name: (there.get(name, ""), here.get(name, "")) for name in here | there}
    return [
        Clash(name, theirs, mine, shown.get(name) == _mark(mine))
        for name, (theirs, mine) in both.items()
        if mine != theirs
    ]


def _ladder(flat: Values) -> set[str]:
    return {name for name in flat if name.startswith("descriptors.")}


def taking(mine: Values, theirs: Values, names: Collection[str]) -> Values:
    """Return my values with those of the named fields taken from theirs."""
    taken = mine | {name: theirs.get(name, "") for name in names if name in theirs or name in mine}
    own, other = taken.get("descriptors", []), theirs.get("descriptors", [])
    if len(own) == len(other) > 0:
        ranks = range(len(own))
        taken["descriptors"] = [(other if f"descriptors.{rank}" in names else own)[rank] for rank in ranks]
    return taken
