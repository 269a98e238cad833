"""A taxonomy as text: one taxonomy has one text, and `parsing.parse` reads it back unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import yaml

from skillmatrix.taxonomy.building import content_of
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.specs import SLUG

WIDTH = 110
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def export(taxonomy: Taxonomy) -> str:
    """Return the canonical YAML: keys in the order of the schema, no defaults, a blank line before each skill."""
    content = content_of(taxonomy)
    text = yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)
    breaks = set(_breaks(cast(yaml.MappingNode, yaml.compose(text, Loader=_Loader))))
    lines = text.split("\n")
    return "\n".join(f"\n{line}" if place in breaks else line for place, line in enumerate(lines))


def _breaks(root: yaml.MappingNode) -> Iterator[int]:
    """The lines before which a reader's eye wants a pause: each larger section, and each item with a slug."""
    for key, value in root.value:
        if isinstance(value, yaml.CollectionNode):
            yield key.start_mark.line
        if key.value in ("areas", "roles"):
            yield from (line for item in value.value for line in _items(item))


def _items(item: yaml.MappingNode) -> Iterator[int]:
    yield item.start_mark.line
    for key, value in item.value:
        if key.value == "skills":
            yield from (skill.start_mark.line for skill in value.value)


class _Dumper(yaml.SafeDumper):
    """Lists stand indented under their key; slugs, targets, conditions and resources take one line; no aliases."""

    def increase_indent(self, flow: Any = None, indentless: Any = None) -> None:
        """Never leave out the indent of a list in a mapping."""
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:
        """Write every value out in full."""
        return True


def _list(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.Node:
    # Sentences of a script without spaces are no slugs.
    short = all(isinstance(item, int) or (isinstance(item, str) and SLUG.fullmatch(item)) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=short)


def _mapping(dumper: yaml.SafeDumper, entries: dict[str, Any]) -> yaml.Node:
    short = "by" in entries or "at_least" in entries
    return dumper.represent_mapping("tag:yaml.org,2002:map", entries, flow_style=short)


_Dumper.add_representer(list, _list)
_Dumper.add_representer(dict, _mapping)
