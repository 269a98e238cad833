"""Two skills become one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.draft.operations import references
from skillmatrix.taxonomy.draft.operations.outcome import Bench, Outcome, Refused, Source
from skillmatrix.taxonomy.draft.operations.retiring import clean_up, in_use

MOST_RESOURCES = 50


def merge(draft: Source, slug: str, into: str) -> Outcome:
    """Hand the ratings of a skill to another and retire it. Raises `Refused`.

    The receiver keeps its words and takes over targets (the higher), needs, resources and its place in promotion
    rules.
    """
    bench = Bench(draft)
    skill = bench.skill(slug)
    if skill.get("retired"):
        raise Refused(
            _("“%(name)s” is retired. Bring it back before you merge it.") % {"name": skill["name"]}
        )
    receiver = in_use(bench, slug, into)
    names = {"name": skill["name"], "into": receiver["name"]}
    new = bench.is_new(slug)
    if not new:
        bench.say(
            _(
                "Ratings of “%(name)s” go to “%(into)s”; where somebody rated both, the newer one holds. "
                "They ask to be confirmed."
            ),
            **names,
        )
    clean_up(bench, slug, into, merges=True)
    references.targets(bench, slug, heir=into)
    _resources(bench, skill, receiver)
    if skill.get("quick"):
        receiver["quick"] = True
    if receiver.get("split_from") == slug:
        del receiver["split_from"]
    if new:
        references.forget(bench, slug)
    else:
        skill.update(retired=True, replaced_by=into, merged=True)
        bench.raise_meaning(into)
    return bench.outcome(_("“%(name)s” merged into “%(into)s”") % names)


def _resources(bench: Bench, skill: dict[str, Any], receiver: dict[str, Any]) -> None:
    own = receiver.get("resources", [])
    titles = {item["title"].casefold() for item in own}
    added = [item for item in skill.get("resources", ()) if item["title"].casefold() not in titles]
    joined = [*own, *added][:MOST_RESOURCES]
    if len(joined) > len(own):
        receiver["resources"] = joined
        bench.say(
            _("“%(into)s” takes over the resources it did not have: %(titles)s."),
            into=receiver["name"],
            titles=", ".join(item["title"] for item in joined[len(own) :]),
        )
