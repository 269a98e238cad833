"""One skill becomes two."""

from __future__ import annotations

from copy import deepcopy

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.draft.operations.naming import RESERVED, slug_for
from skillmatrix.taxonomy.draft.operations.outcome import Bench, Outcome, Refused, Source
from skillmatrix.taxonomy.parts import ORDER, TRANSLATIONS, order_of
from skillmatrix.taxonomy.specs import LONGEST_SLUG, SLUG

_COPIED = (
    *("kind", "definition", "prerequisites", "descriptors", "evidence", "watch_out", "resources"),
    *("effort", "review_months", "evidence_from", "coverage", "optional", "off"),
)


def split(draft: Source, slug: str, new_slug: str | None, name: str, area: str | None = None) -> Outcome:
    """Make a second skill out of one: a copy under another name, to be reworded. Raises `Refused`.

    Without `new_slug` it is made from the name. It stands behind its origin, or at the end of `area`.
    """
    bench = Bench(draft)
    origin = bench.skill(slug)
    if origin.get("retired"):
        raise Refused(
            _("“%(name)s” is retired. Bring it back before you split it.") % {"name": origin["name"]}
        )
    new_slug = new_slug or slug_for(draft, "skill", name)
    _free(draft, new_slug)
    area = area or origin["area"]
    bench.area(area)
    copy = {key: deepcopy(origin[key]) for key in _COPIED if key in origin}
    # Ratings of a skill that is new itself are those of the one that it came from.
    rated = origin.get("split_from", "") if bench.is_new(slug) else slug
    copy |= {"split_from": rated} if rated else {}
    bench.parts[f"skill:{new_slug}"] = {"area": area, "name": name, **copy}
    roles = _targets(bench, slug, new_slug)
    _translations(bench, slug, new_slug)
    if area == origin["area"]:
        _behind(bench, slug, new_slug)
    names = {"name": origin["name"], "new": name}
    if rated:
        bench.raise_meaning(rated)
        bench.say(
            _("Ratings of “%(name)s” are given to “%(new)s” as well. Both ask to be confirmed."),
            name=bench.skill(rated)["name"],
            new=name,
        )
    if roles:
        bench.say(_("“%(new)s” is asked for as “%(name)s” is: %(roles)s."), roles=", ".join(roles), **names)
    bench.say(_("What needs “%(name)s” does not need “%(new)s” too; add that where it is so."), **names)
    return bench.outcome(_("“%(new)s” split from “%(name)s”") % names, slug=new_slug)


def _free(draft: Source, slug: str) -> None:
    if not (SLUG.fullmatch(slug) and len(slug) <= LONGEST_SLUG):
        raise Refused(
            _("“%(slug)s” is not a slug. Use lower-case a–z, digits and single hyphens.")
            % {"slug": slug[:80]}
        )
    if slug in RESERVED or slug in draft.taken("skill"):
        raise Refused(_("The slug “%(slug)s” is taken, now or earlier. Choose another one.") % {"slug": slug})


def _targets(bench: Bench, slug: str, new_slug: str) -> list[str]:
    names = []
    for role in bench.each("role").values():
        if slug in role["targets"]:
            role["targets"][new_slug] = list(role["targets"][slug])
            names.append(role["name"])
    return names


def _translations(bench: Bench, slug: str, new_slug: str) -> None:
    """The copied texts keep their translations."""
    start, copied = f"skills.{slug}.", ("definition", "descriptors", "evidence", "watch_out")
    for texts in bench.parts[TRANSLATIONS].values():
        for path in [path for path in texts if path.startswith(start)]:
            if path.removeprefix(start).split(".")[0] in copied:
                texts[f"skills.{new_slug}.{path.removeprefix(start)}"] = texts[path]


def _behind(bench: Bench, slug: str, new_slug: str) -> None:
    order = order_of(bench.parts)
    line = [found for found in order["skills"] if found != new_slug]
    line.insert(line.index(slug) + 1, new_slug)
    bench.parts[ORDER] = {**order, "skills": line}
