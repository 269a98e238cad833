"""The texts of a document, each under a path: what a translator is given, and a search goes through.

A path is made of slugs and ranks: `skills.<slug>.descriptors.3`, `roles.<slug>.summary`, `scale.0.name`.
Titles of resources stay as they are: a book is looked up by the title it has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from skillmatrix.taxonomy.building import Content, build, content_of
from skillmatrix.taxonomy.document import Taxonomy

_WORDS = frozenset(
    {"name", "summary", "descriptor", "definition", "evidence", "watch_out", "rule", "why", "track", "short"}
)
_LISTS = frozenset({"descriptors", "interview"})
_BY_SLUG = frozenset({"areas", "roles", "skills", "pillars"})


def paths(content: Mapping[str, Any]) -> Iterator[str]:
    """Yield the path of each text that can be translated."""
    return (path for path, _holder, _key in _walk(content, ""))


def originals(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the path of each text that can be translated, and the text."""
    return ((path, holder[key]) for path, holder, key in _walk(content, ""))


def translate(taxonomy: Taxonomy, language: str) -> Taxonomy:
    """Return the taxonomy in `language`, as far as it is translated; the same object where it is not."""
    texts = taxonomy.translations.get(language) or taxonomy.translations.get(language.partition("-")[0])
    if not texts:
        return taxonomy
    content: Content = content_of(taxonomy)
    for path, holder, key in list(_walk(content, "")):
        holder[key] = texts.get(path, holder[key])
    return build(content, number=taxonomy.number, slots=taxonomy.slots, fingerprint=taxonomy.fingerprint)


def _walk(entry: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield (path, what holds the text, its key or place there)."""
    for key, value in entry.items():
        where = f"{path}.{key}" if path else key
        if key in _WORDS and isinstance(value, str):
            yield where, entry, key
        elif key in _LISTS:
            yield from ((f"{where}.{place}", value, place) for place in range(len(value)))
        elif key == "kinds":
            for kind, defaults in value.items():
                yield from _walk(defaults, f"kinds.{kind}")
        elif isinstance(value, list) and value and isinstance(value[0], dict) and key != "resources":
            yield from _items(key, value, path)


def _items(key: str, items: list[Any], path: str) -> Iterator[tuple[str, Any, Any]]:
    for place, item in enumerate(items):
        name = item.get("slug", place) if key in _BY_SLUG else item.get("role", place)
        inside = key == "pillars"
        yield from _walk(item, f"{path}.{key}.{name}" if inside else f"{key}.{name}")
