"""YAML or JSON text into a tree of nodes that remember their lines, and nothing more.

Built from the parser's events and not with a loader, because a taxonomy comes from browsers, imports
and strangers' repositories: aliases (the "billion laughs"), anchors, tags, endless depth and size are
refused before anything is built, and no scalar turns into a number or a truth value on its own.
A scalar keeps whether it was `plain`, so that whoever reads it can ask for quotes around `no`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

from skillmatrix.taxonomy.problems import Invalid, Log, Problem

LARGEST = 5 * 1024 * 1024
"""Bytes of the largest document; 80 skills take about 150 KB."""
DEEPEST = 20
"""Levels of nesting; the schema needs 8."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_JSON_ONLY = re.compile(r"\\(?:u[dD][89aAbB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as it stands in the text; `plain` when it has no quotes."""

    line: int
    value: str
    plain: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping; its keys are unique."""

    line: int
    entries: tuple[tuple[Scalar, Node], ...]


Node = Scalar | Sequence | Table


def compose(text: str | bytes, log: Log) -> Node:
    """Return the tree of a document. Raises `Invalid` where the text is no safe YAML or JSON.

    A key that is given twice goes to `log` and the first one stays, so that one run names every problem.
    """
    clean = _decoded(text)
    if clean.lstrip().startswith("{"):
        clean = _JSON_ONLY.sub(_yaml_escape, clean)
    try:
        return _Builder(yaml.parse(clean, Loader=_Loader), log).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = _("This is not valid YAML (%(problem)s). Check the indentation and the quotes around here.")
        raise _invalid(mark.line + 1 if mark else 1, message % {"problem": error.problem}) from None
    except yaml.reader.ReaderError as error:
        line = clean.count("\n", 0, error.position) + 1
        raise _invalid(line, _("A control character stands here. Remove it.")) from None


def node_of(content: Any, depth: int = 1) -> Node:
    """Return the tree of plain values, as if each text stood in quotes and each number did not.

    Every node is on line 1. Raises `Invalid` where the values are nested too deep.
    """
    if depth > DEEPEST:
        message = _("This is nested more than %(deepest)d levels deep. Flatten it.")
        raise _invalid(1, message % {"deepest": DEEPEST})
    if isinstance(content, Mapping):
        entries = (
            (Scalar(1, str(key), plain=False), node_of(value, depth + 1)) for key, value in content.items()
        )
        return Table(1, tuple(entries))
    if isinstance(content, list | tuple):
        return Sequence(1, tuple(node_of(item, depth + 1) for item in content))
    if isinstance(content, str):
        return Scalar(1, content, plain=False)
    if content is None or isinstance(content, bool):
        return Scalar(1, "" if content is None else str(content).lower(), plain=True)
    return Scalar(1, repr(content), plain=True)


def _decoded(text: str | bytes) -> str:
    try:
        raw = text.encode() if isinstance(text, str) else text
        if len(raw) > LARGEST:
            message = _(
                "The document has %(size)d bytes, more than the %(largest)d that are allowed. Shorten it."
            )
            raise _invalid(1, message % {"size": len(raw), "largest": LARGEST})
        return raw.decode("utf-8-sig")
    except UnicodeError as error:
        before = (
            error.object[: error.start] if isinstance(error, UnicodeDecodeError | UnicodeEncodeError) else ""
        )
        line = before.count(b"\n" if isinstance(before, bytes) else "\n") + 1  # type: ignore[arg-type]
        raise _invalid(line, _("This is not UTF-8 text. Save the file with the encoding UTF-8.")) from None


def _yaml_escape(match: re.Match[str]) -> str:
    """JSON's two escapes that YAML lacks: a pair of surrogates, and the slash."""
    found = match.group()
    if len(found) == 12:
        return bytes.fromhex(found[2:6] + found[8:12]).decode("utf-16-be")
    return "/" if found == r"\/" else found


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _invalid(line: int, message: str) -> Invalid:
    return Invalid([Problem(line, "", message)])


class _Builder:
    """Turns the stream of events into nodes; stops at the first thing that could do harm."""

    def __init__(self, events: Iterator[yaml.Event], log: Log) -> None:
        self.events = events
        self.log = log
        self.depth = 0

    def document(self) -> Node:
        next(self.events)  # start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise _invalid(1, _("The document is empty. Start with “schema: 1”."))
        root = self.node(next(self.events))
        next(self.events)  # end of the document
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise _invalid(_line(after), _("A second document starts here. Keep one document a file."))
        return root

    def node(self, event: yaml.Event) -> Node:
        line = _line(event)
        self.refuse_references(event, line)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(line, event.value, plain=not event.style)
        self.depth += 1
        if self.depth > DEEPEST:
            raise _invalid(
                line,
                _("This is nested more than %(deepest)d levels deep. Flatten it.") % {"deepest": DEEPEST},
            )
        found = self.sequence(line) if isinstance(event, yaml.SequenceStartEvent) else self.table(line)
        self.depth -= 1
        return found

    def refuse_references(self, event: yaml.Event, line: int) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _invalid(
                line, _("Anchors (&) and aliases (*) are not allowed. Write the value out in full.")
            )
        if tag := getattr(event, "tag", None):
            raise _invalid(line, _("The tag “%(tag)s” is not allowed. Remove it.") % {"tag": tag})

    def sequence(self, line: int) -> Sequence:
        items = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(event))
        return Sequence(line, tuple(items))

    def table(self, line: int) -> Table:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event)
            if not isinstance(key, Scalar):
                raise _invalid(key.line, _("A key must be a word. Put the list or mapping after the colon."))
            if key.value in entries:
                message = _("“%(key)s” stands here and on line %(first)d already. Keep one of the two.")
                first = entries[key.value][0].line
                self.log.refuse("", message % {"key": key.value, "first": first}, key.line)
            entry = (key, self.node(next(self.events)))
            entries.setdefault(key.value, entry)
        return Table(line, tuple(entries.values()))
