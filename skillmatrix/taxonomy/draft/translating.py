"""Translations follow the texts they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skillmatrix.taxonomy.parts import TRANSLATIONS, Parts, join
from skillmatrix.taxonomy.texts import paths


def pruned(before: Mapping[str, Any], after: Mapping[str, Any]) -> Parts:
    """Return `after` without the translations of texts that it no longer has and `before` had."""
    parts, translations = dict(after), after[TRANSLATIONS]
    if not translations:
        return parts
    gone = set(paths(join(before))) - set(paths(join(after)))
    if any(gone.intersection(texts) for texts in translations.values()):
        kept = {
            language: {path: text for path, text in texts.items() if path not in gone}
            for language, texts in translations.items()
        }
        parts[TRANSLATIONS] = {language: texts for language, texts in kept.items() if texts}
    return parts
