"""The shape of one part: what a form may save, checked with the document's own schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.utils.translation import gettext as _

from skillmatrix.taxonomy import schema
from skillmatrix.taxonomy.draft.refusals import BadPart
from skillmatrix.taxonomy.nodes import node_of
from skillmatrix.taxonomy.parts import WHOLE, kind_and_slug
from skillmatrix.taxonomy.problems import Invalid, Log, Problem
from skillmatrix.taxonomy.specs import Fields, Items, Named, Slug, Spec, attempt

_DOCUMENT = cast(Fields, schema.DOCUMENT)


def _only(what: str, fields: Fields, *keys: str) -> Fields:
    return Fields(
        what,
        {key: spec for key, spec in fields.must.items() if key in keys},
        {key: spec for key, spec in fields.may.items() if key in keys},
    )


def _without_slug(what: str, fields: Fields, **more: Spec) -> Fields:
    must = {key: spec for key, spec in fields.must.items() if key not in ("slug", "skills")}
    return Fields(what, {**more, **must}, fields.may)


_SHAPES: Mapping[str, Spec] = {
    "document": _only("settings", _DOCUMENT, "schema", "name", "language", "evidence_from", "coverage"),
    "scale": Fields("scale", {"levels": _DOCUMENT.must["scale"]}, {"rescale": _DOCUMENT.may["rescale"]}),
    "kinds": _DOCUMENT.must["kinds"],
    "rules": _DOCUMENT.may["rating_rules"],
    "promotion": _DOCUMENT.may["promotion"],
    "translations": _DOCUMENT.may["translations"],
    "order": Fields("order", dict.fromkeys(("areas", "skills", "roles"), Items(Slug(), most=100_000)), {}),
    "area": _without_slug("area", schema.AREA),
    "skill": _without_slug("skill", schema.SKILL, area=Slug()),
    "role": _without_slug("role", schema.ROLE),
}
_DEFAULTS: Mapping[str, Mapping[str, Any]] = {"skill": {"meaning": 1}, "promotion": {"base_slack": 1}}
_ALWAYS: Mapping[str, Mapping[str, Any]] = {"scale": {"rescale": {}}, "skill": {"prerequisites": []}}
_EMPTY: tuple[Any, ...] = (None, "", [], {}, False)


def read_part(path: str, content: Any, kinds: Mapping[str, Any]) -> Any:
    """Return the part as it is kept: trimmed, and without what is empty or the default anyway.

    `kinds` is the part of that name: a skill whose sentences are those of its kind has none of its own.
    Raises `BadPart` with the field of each problem.
    """
    kind, slug = kind_and_slug(path)
    if (kind not in WHOLE and not slug) or kind not in _SHAPES or (kind in WHOLE and slug):
        raise BadPart([Problem(1, "", _("“%(path)s” is no part of a document.") % {"path": path[:80]})])
    shape = _SHAPES[kind]
    log = Log()
    try:
        node_of(content)  # refuses endless nesting before anything walks through it
        if slug:
            attempt(Slug(), node_of(slug), "slug", log)
        found = _bare(kind, attempt(shape, node_of(_bare(kind, _trimmed(content))), "", log))
    except Invalid as invalid:
        raise BadPart(invalid.problems) from None
    if log.problems:
        raise BadPart(_at_fields(log.problems, shape, content))
    if kind == "skill" and found.get("descriptors") == kinds.get(found["kind"], {}).get("descriptors"):
        found.pop("descriptors", None)
    return {**_ALWAYS[kind], **found} if kind in _ALWAYS else found


def _trimmed(value: Any) -> Any:
    """Browsers send line ends as two characters, and people spaces around words."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, Mapping):
        return {key: _trimmed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_trimmed(item) for item in value]
    return value


def _bare(kind: str, content: Any) -> Any:
    """The content without the keys that can be left out and say nothing."""
    shape = _SHAPES[kind]
    if isinstance(shape, Items) and isinstance(content, list):
        return [_bare_fields(kind, cast(Fields, shape.of), item) for item in content]
    if kind == "translations" and isinstance(content, Mapping):
        return {language: texts for language, texts in content.items() if not _is_empty(texts)}
    return _bare_fields(kind, shape, content) if isinstance(shape, Fields) else content


def _bare_fields(kind: str, fields: Fields, content: Any) -> Any:
    if not isinstance(content, Mapping):
        return content
    bare = {
        key: value
        for key, value in content.items()
        if key not in fields.may or not (_is_empty(value) or value == _DEFAULTS.get(kind, {}).get(key, ...))
    }
    if isinstance(bare.get("resources"), list):
        bare["resources"] = [_bare_fields("resource", schema.RESOURCE, item) for item in bare["resources"]]
    return bare


def _is_empty(value: Any) -> bool:
    """0 is a number like any other, although Python thinks that it equals False."""
    return any(value is empty or (value == empty and type(value) is type(empty)) for empty in _EMPTY)


def _at_fields(problems: list[Problem], shape: Spec, content: Any) -> list[Problem]:
    """A text that is due is asked for at its field, in words that fit a form."""
    must = shape.must if isinstance(shape, Fields) else {}
    given = content if isinstance(content, Mapping) else {}
    due = {key for key in must if _is_empty(_trimmed(given.get(key))) and not isinstance(must[key], Named)}
    kept = [found for found in problems if found.path not in due]
    if due and isinstance(content, Mapping):
        kept = [found for found in kept if found.path]
    asked = [Problem(1, key, _("Something is due here. Write it.")) for key in must if key in due]
    return [*asked, *(Problem(1, found.path.lstrip("."), found.message) for found in kept)]


def sound_between(parts: Mapping[str, Any], touched: Mapping[str, Any]) -> None:
    """Raise `BadPart` where a skill would be in no area, or a part is gone that every document has.

    Two admins may remove an area and move a skill into it at the same moment.
    """
    if missing := next((path for path in WHOLE if path not in parts), None):
        raise BadPart([Problem(1, "", _("“%(path)s” cannot be taken out.") % {"path": missing})])
    if not any(kind_and_slug(path)[0] in ("area", "skill") for path in touched):
        return
    for path, part in parts.items():
        if path.startswith("skill:") and f"area:{part['area']}" not in parts:
            message = _("The area “%(area)s” does not exist (any more). Choose another one for “%(skill)s”.")
            raise BadPart([Problem(1, "area", message % {"area": part["area"], "skill": part["name"]})])
