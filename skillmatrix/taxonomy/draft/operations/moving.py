"""What stands where."""

from __future__ import annotations

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.draft.operations.outcome import Bench, Outcome, Refused, Source
from skillmatrix.taxonomy.parts import ORDER, order_of

_KINDS = {"areas": "area", "skills": "skill", "roles": "role"}


def move_skill(draft: Source, slug: str, area: str) -> Outcome:
    """Move a skill to the end of another area. Raises `Refused`."""
    bench = Bench(draft)
    skill = bench.skill(slug)
    names = {"skill": skill["name"], "area": bench.area(area)["name"]}
    if skill["area"] == area:
        raise Refused(_("“%(skill)s” is in “%(area)s” already.") % names)
    _place(bench, "skills", slug, None, area)
    bench.say(_("Ratings of “%(skill)s” stay as they are and count for “%(area)s” from now on."), **names)
    return bench.outcome(_("“%(skill)s” moved to “%(area)s”") % names)


def reorder(draft: Source, kind: str, slug: str, before: str | None, area: str | None = None) -> Outcome:
    """Move an area, skill or role before another one, or to the end (of `area`, for a skill). Raises `Refused`.

    `kind` is areas, skills or roles. `area` moves a skill there; without it, it goes where `before` is, or stays.
    """
    if kind not in _KINDS:
        raise Refused(_("Areas, skills and roles have an order; “%(kind)s” has none.") % {"kind": kind[:40]})
    bench = Bench(draft)
    find = {"areas": bench.area, "skills": bench.skill, "roles": bench.role}[kind]
    part = find(slug)
    if before is not None and before != slug:
        find(before)
    if kind == "skills":
        area = area or (bench.skill(before) if before else part)["area"]
        names = {"area": bench.area(area)["name"]}
        if before and bench.skill(before)["area"] != area:
            message = _("“%(skill)s” is not in “%(area)s” any more. Reload the page.")
            raise Refused(message % {"skill": bench.skill(before)["name"], **names})
    if before != slug:
        _place(bench, kind, slug, before, area)
    return bench.outcome(_("“%(name)s” moved") % {"name": part["name"]})


def _place(bench: Bench, kind: str, slug: str, before: str | None, area: str | None) -> None:
    if kind == "skills":
        bench.skill(slug)["area"] = area
    order = order_of(bench.parts)
    line = [found for found in order[kind] if found != slug]
    line.insert(line.index(before) if before is not None else len(line), slug)
    bench.parts[ORDER] = {**order, kind: line}
    # Skills are listed area by area, so that the same order always looks the same.
    bench.parts[ORDER] = order_of(bench.parts)
