"""What a new version does to ratings made before it, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.diff.change import Sentence
from skillmatrix.taxonomy.diff.scale import loss_in_words, mapping_in_words
from skillmatrix.taxonomy.diff.sides import Sides
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.transition import Transition


def effects(old: Taxonomy, new: Taxonomy, change: Transition) -> tuple[Sentence, ...]:
    """Return what happens to ratings when `new` follows `old`; one sentence that nothing does, where nothing does."""
    found = (
        *_levels(old, new, change),
        *_moves(old, new, change),
        *_meanings(new, change),
        *_gone(old, new, change),
    )
    return found or (Sentence(_("Every rating stays as it is.")),)


def _levels(old: Taxonomy, new: Taxonomy, change: Transition) -> Iterator[Sentence]:
    if change.levels is not None:
        sides = Sides(old, new, change.levels)
        values = {"mapping": mapping_in_words(sides), "loss": loss_in_words(sides)}
        yield Sentence(
            _("Every rating takes the level that its own became: %(mapping)s. %(loss)s"), {}, values
        )


def _moves(old: Taxonomy, new: Taxonomy, change: Transition) -> Iterator[Sentence]:
    for slug, holders in sorted(change.moves.items(), key=lambda move: _place(old, move[0])):
        name = _name(slug, new, old)
        for holder in holders:
            names = {"skill": name, "other": _name(holder, new, old)}
            if holder == slug:
                continue
            if slug in holders:
                template = _("%(other)s starts with the ratings of %(skill)s; both ask to be confirmed.")
            else:
                template = _(
                    "Ratings of %(skill)s go to %(other)s: of two the newer holds, and it asks to be confirmed."
                )
            yield Sentence(template, names)
        if not holders:
            yield Sentence(_("Ratings of %(skill)s stay in the history alone."), {"skill": name})


def _meanings(new: Taxonomy, change: Transition) -> Iterator[Sentence]:
    """Skills that ask again because they mean something else; receivers of ratings are told with the move."""
    receivers = {holder for holders in change.moves.values() for holder in holders}
    for slug in sorted(change.asks_again - receivers, key=lambda slug: _place(new, slug)):
        if slug in new.skills:
            names = {"skill": new.skills[slug].name}
            yield Sentence(_("Ratings of %(skill)s count as out of date and ask to be confirmed."), names)


def _gone(old: Taxonomy, new: Taxonomy, change: Transition) -> Iterator[Sentence]:
    active = {skill.slug for skill in new.active}
    for skill in old.active:
        if skill.slug not in active and skill.slug not in change.moves:
            yield Sentence(
                _("Ratings of %(skill)s stay in the history; nobody is asked any more."),
                {"skill": skill.name},
            )


def _name(slug: str, *taxonomies: Taxonomy) -> str:
    return next((found.skills[slug].name for found in taxonomies if slug in found.skills), slug)


def _place(taxonomy: Taxonomy, slug: str) -> int:
    return taxonomy.position.get(slug, len(taxonomy.position))
