"""Retiring a skill, and bringing it back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.draft.operations import references
from skillmatrix.taxonomy.draft.operations.outcome import Bench, Outcome, Refused, Source


def retire(draft: Source, slug: str, successor: str | None = None) -> Outcome:
    """Take a skill out of use; its ratings stay in the history. Raises `Refused`.

    What needed it needs the successor. A skill that is new in this draft is taken out altogether.
    """
    bench = Bench(draft)
    skill = bench.skill(slug)
    if skill.get("retired"):
        raise Refused(_("“%(name)s” is retired already.") % {"name": skill["name"]})
    if successor:
        in_use(bench, slug, successor)
    clean_up(bench, slug, successor, merges=False)
    references.targets(bench, slug)
    if bench.is_new(slug):
        references.forget(bench, slug)
        return bench.outcome(_("“%(name)s” taken out again") % {"name": skill["name"]})
    skill["retired"] = True
    bench.say(
        _("Ratings of “%(name)s” stay in the history. Nobody is asked for it any more."), name=skill["name"]
    )
    if successor:
        skill["replaced_by"] = successor
        after = bench.skill(successor)["name"]
        bench.say(
            _("“%(after)s” takes its place and does not get its ratings; for that, merge the two."),
            after=after,
        )
        return bench.outcome(
            _("“%(name)s” retired, replaced by “%(after)s”") % {"name": skill["name"], "after": after}
        )
    return bench.outcome(_("“%(name)s” retired") % {"name": skill["name"]})


def bring_back(draft: Source, slug: str) -> Outcome:
    """Take a retired skill into use again. Raises `Refused`."""
    bench = Bench(draft)
    skill = bench.skill(slug)
    name = skill["name"]
    if not skill.get("retired"):
        raise Refused(_("“%(name)s” is in use.") % {"name": name})
    del skill["retired"]
    merged = skill.pop("merged", False)
    into = skill.pop("replaced_by", "")
    if merged and bench.base.get(f"skill:{slug}", {}).get("merged"):
        after = bench.parts.get(f"skill:{into}", {}).get("name", into)
        message = _("Ratings of “%(name)s” went to “%(after)s” when the two were merged and stay there.")
        bench.say(message, name=name, after=after)
    else:
        bench.say(_("Ratings of “%(name)s” count again, stale where their time has passed."), name=name)
    kept = [needed for needed in skill.get("prerequisites", ()) if not _is_retired(bench, needed)]
    if gone := [bench.skill(found)["name"] for found in skill.get("prerequisites", ()) if found not in kept]:
        skill["prerequisites"] = kept
        bench.say(_("It no longer needs what is retired: %(names)s."), names=", ".join(gone))
    bench.say(_("No role asks for it until you set a target."))
    return bench.outcome(_("“%(name)s” brought back") % {"name": name})


def in_use(bench: Bench, slug: str, after: str) -> dict[str, Any]:
    """The skill that shall follow another. Raises `Refused` where it cannot."""
    skill = bench.skill(after)
    if after == slug:
        raise Refused(_("“%(name)s” cannot follow itself. Choose another skill.") % {"name": skill["name"]})
    if skill.get("retired"):
        raise Refused(
            _("“%(name)s” is itself retired. Choose a skill that is in use.") % {"name": skill["name"]}
        )
    if skill.get("off"):
        message = _("“%(name)s” is off: nobody is asked for it. Switch it on first, or choose another skill.")
        raise Refused(message % {"name": skill["name"]})
    return skill


def clean_up(bench: Bench, slug: str, after: str | None, *, merges: bool) -> None:
    """Nothing points at a skill any more that has to point at one in use. Raises `Refused`."""
    references.prerequisites(bench, slug, after)
    references.promotion(bench, slug, after)
    references.successors(bench, slug, after, merges=merges)


def _is_retired(bench: Bench, slug: str) -> bool:
    return bool(bench.parts.get(f"skill:{slug}", {}).get("retired"))
