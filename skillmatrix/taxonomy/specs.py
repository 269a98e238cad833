"""The shapes a document is made of: each reads one node and says what is wrong with it.

`read` returns the plain value (what JSON could hold). It raises `Refused` where there is none; the shapes
that hold others note that in the log and read on, so that one run names every problem.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import yaml
from django.utils.translation import gettext as _

from skillmatrix.taxonomy.nodes import Node, Scalar, Sequence, Table
from skillmatrix.taxonomy.problems import Log

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 60
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""What no database and no page can hold; quotes and JSON can still spell it."""
_TEXT = "tag:yaml.org,2002:str"
_resolver = yaml.SafeLoader("")


class Spec(Protocol):
    """What every shape can do."""

    def read(self, node: Node, path: str, log: Log) -> Any:
        """Return the plain value of a node. Raises `Refused`, saying what to write instead."""


class Refused(Exception):
    """The value has the wrong shape; the message says what is due."""


def attempt(spec: Spec, node: Node, path: str, log: Log) -> Any:
    """Return what `spec` reads, or None after the log has been told why not."""
    try:
        return spec.read(node, path, log)
    except Refused as refused:
        log.refuse(path, str(refused), node.line)
        return None


@dataclass(frozen=True)
class Text:
    """Words. YAML would read a bare `no` or `1.0` as something else, so those need quotes."""

    longest: int = 4000
    one_of: tuple[str, ...] = ()
    blank: bool = False

    def read(self, node: Node, path: str, log: Log) -> str:
        """Return the words without the space around them."""
        if not isinstance(node, Scalar):
            raise Refused(_("Text is due here, not a list or mapping. Write one sentence."))
        if node.plain and _resolver.resolve(yaml.ScalarNode, node.value, (True, False)) != _TEXT:
            if not node.value:
                raise Refused(_("Nothing stands here. Write the text or remove the key."))
            message = _('YAML does not read %(value)s as text. Put it in quotes: "%(value)s".')
            raise Refused(message % {"value": node.value[:80]})
        value = node.value.strip()
        if not value and not self.blank:
            raise Refused(_("This text is empty. Write it or remove the key."))
        if _CONTROL.search(value):
            raise Refused(_("A control character stands here. Remove it."))
        if len(value) > self.longest:
            message = _("This text has %(length)d characters, more than %(longest)d. Shorten it.")
            raise Refused(message % {"length": len(value), "longest": self.longest})
        if self.one_of and value not in self.one_of:
            message = _("“%(value)s” is none of %(choices)s. Choose one of them.")
            raise Refused(message % {"value": value, "choices": ", ".join(self.one_of)})
        return value


@dataclass(frozen=True)
class Link:
    """An address on the web; anything else (a script, a file) is never made into a link."""

    def read(self, node: Node, path: str, log: Log) -> str:
        """Return the address as it stands."""
        value = Text(longest=500).read(node, path, log)
        if re.fullmatch(r"https?://[^\s<>\"]+", value):
            return value
        raise Refused(
            _("“%(value)s” is no web address. Write one that starts with https://.") % {"value": value[:80]}
        )


@dataclass(frozen=True)
class Slug:
    """A lasting name for addresses and references."""

    def read(self, node: Node, path: str, log: Log) -> str:
        """Return the slug."""
        value = Text().read(node, path, log)
        if SLUG.fullmatch(value) and len(value) <= LONGEST_SLUG:
            return value
        message = _(
            "“%(value)s” is not a slug. Use lower-case a–z, digits and single hyphens, %(longest)d at most."
        )
        raise Refused(message % {"value": value[:80], "longest": LONGEST_SLUG})


@dataclass(frozen=True)
class Whole:
    """A whole number from `low` to `high`."""

    low: int
    high: int

    def read(self, node: Node, path: str, log: Log) -> int:
        """Return the number."""
        if (
            isinstance(node, Scalar)
            and node.plain
            and re.fullmatch(r"-?[0-9]{1,9}", node.value)
            and self.low <= int(node.value) <= self.high
        ):
            return int(node.value)
        found = node.value[:40] if isinstance(node, Scalar) else _("a list or mapping")
        message = _("A whole number from %(low)d to %(high)d is due here, not %(found)s.")
        raise Refused(message % {"low": self.low, "high": self.high, "found": found or '""'})


@dataclass(frozen=True)
class Factor:
    """A number above 0 and up to 10."""

    def read(self, node: Node, path: str, log: Log) -> float:
        """Return the number."""
        number = node.value if isinstance(node, Scalar) and node.plain else ""
        if re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,4})?", number) and 0 < float(number) <= 10:
            return float(number)
        raise Refused(_("A number above 0 and up to 10 is due here, such as 1.25."))


@dataclass(frozen=True)
class Flag:
    """`true` or `false`, in no other spelling."""

    def read(self, node: Node, path: str, log: Log) -> bool:
        """Return the truth value."""
        if isinstance(node, Scalar) and node.plain and node.value in ("true", "false"):
            return node.value == "true"
        raise Refused(_("Write true or false here, without quotes."))


@dataclass(frozen=True)
class Items:
    """A list. Items that have a slug are found under `named`.<slug>, which must be unique in the document."""

    of: Spec
    least: int = 0
    most: int = 2000
    named: str = ""

    def read(self, node: Node, path: str, log: Log) -> list[Any]:
        """Return the items that could be read, in their order."""
        if not isinstance(node, Sequence):
            raise Refused(_("A list is due here. Start each item with a hyphen, or write [one, two]."))
        if not self.least <= len(node.items) <= self.most:
            message = _("%(least)d to %(most)d items are due here, not %(found)d.")
            log.refuse(path, message % {"least": self.least, "most": self.most, "found": len(node.items)})
        values = [self._item(place, item, path, log) for place, item in enumerate(node.items)]
        return [value for value in values if value is not None]

    def _item(self, place: int, node: Node, path: str, log: Log) -> Any:
        where = f"{path}.{place}"
        if self.named and (slug := _slug_of(node)):
            where = f"{self.named}.{slug}"
            if first := log.lines.get(where):
                message = _(
                    "The slug “%(slug)s” is taken on line %(first)d. Give one of the two another slug."
                )
                log.refuse(where, message % {"slug": slug, "first": first}, node.line)
                return None
        log.lines[where] = node.line
        return attempt(self.of, node, where, log)


def _slug_of(node: Node) -> str:
    entries = node.entries if isinstance(node, Table) else ()
    return next((v.value for key, v in entries if key.value == "slug" and isinstance(v, Scalar)), "")


@dataclass(frozen=True)
class Named:
    """A mapping whose keys the author chooses."""

    of: Spec
    key: Spec

    def read(self, node: Node, path: str, log: Log) -> dict[str, Any]:
        """Return the entries that could be read."""
        if not isinstance(node, Table):
            raise Refused(_("A mapping is due here: “name: value”, one a line."))
        found = {}
        for key, value in node.entries:
            where = f"{path}.{key.value}"
            log.lines[where] = key.line
            name, content = attempt(self.key, key, where, log), attempt(self.of, value, where, log)
            if name is not None and content is not None:
                found[name] = content
        return found


@dataclass(frozen=True)
class Fields:
    """A mapping with keys we know: those of `must` are due, those of `may` can be left out."""

    what: str
    must: Mapping[str, Spec]
    may: Mapping[str, Spec]

    def read(self, node: Node, path: str, log: Log) -> dict[str, Any]:
        """Return the known keys that could be read; the others are in the log."""
        if not isinstance(node, Table):
            raise Refused(_("A mapping is due here: “name: value”, one a line."))
        known = {**self.must, **self.may}
        found = {}
        for key, value in node.entries:
            where = f"{path}.{key.value}" if path else key.value
            if key.value not in known:
                self._unknown(key, known, path, log)
                continue
            log.lines[where] = key.line
            if (content := attempt(known[key.value], value, where, log)) is not None:
                found[key.value] = content
        for name in self.must.keys() - {key.value for key, _value in node.entries}:
            log.refuse(path, _("“%(key)s” is missing here. Add it.") % {"key": name}, node.line)
        return found

    def _unknown(self, key: Scalar, known: Mapping[str, Spec], path: str, log: Log) -> None:
        near = log.near("key", key.value, known)
        names = {"key": key.value[:60], "what": self.what, "near": near, "keys": ", ".join(known)}
        if near:
            message = _("“%(key)s” is not a key of %(what)s. Did you mean “%(near)s”?") % names
        else:
            message = _("“%(key)s” is not a key of %(what)s. Use one of: %(keys)s.") % names
        log.refuse(path, message, key.line)
