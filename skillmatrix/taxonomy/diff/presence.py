"""Skills, areas and roles that stand on one side only, told in one change each with all they say."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.diff.change import Change, Compared, Sentence, Tone, What
from skillmatrix.taxonomy.diff.sides import Sides
from skillmatrix.taxonomy.diff.skills import own_ladder
from skillmatrix.taxonomy.diff.targets import asked_of, kept_roles, role_targets
from skillmatrix.taxonomy.document import Role, Skill, Taxonomy
from skillmatrix.taxonomy.templatetags.taxonomy_words import kind_name


def added_skill(sides: Sides, skill: Skill) -> Change:
    """A skill that is new, perhaps because it was split off another."""
    texts = tuple(
        Compared(None, text, label) for label, text in _says(sides.new, skill, asked_now(sides, skill.slug))
    )
    origin = sides.old.skills.get(skill.split_from)
    if origin:
        names = {"skill": skill.name, "origin": sides.new.skills[origin.slug].name}
        sentence = Sentence(_("%(skill)s split off %(origin)s, and starts with its ratings"), names)
        return Change(What.SPLIT, Tone.ADDED, sentence, texts, skill=skill.slug, asks_again=True)
    sentence = Sentence(_("%(skill)s added"), {"skill": skill.name})
    # Under a slug that comes back stand the ratings of whatever it meant when it left.
    returns = skill.slug in sides.old.slots
    return Change(What.ADDED, Tone.ADDED, sentence, texts, skill=skill.slug, asks_again=returns)


def removed_skill(sides: Sides, skill: Skill) -> Change:
    """A skill that left the document; its ratings stay readable."""
    texts = tuple(
        Compared(text, None, label)
        for label, text in _says(sides.old, skill, asked_before(sides, skill.slug))
    )
    sentence = Sentence(_("%(skill)s removed; its ratings stay in the history"), {"skill": skill.name})
    return Change(What.REMOVED, Tone.REMOVED, sentence, texts, skill=skill.slug)


def asked_now(sides: Sides, slug: str) -> str:
    """What the roles on both sides ask of a skill now."""
    return asked_of(sides.new, slug, kept_roles(sides))


def asked_before(sides: Sides, slug: str) -> str:
    """What the roles on both sides asked of a skill."""
    kept = [sides.old.roles[role.slug] for role in kept_roles(sides)]
    return asked_of(sides.old, slug, kept)


def added_role(sides: Sides, role: Role) -> Change:
    """A role that is new, with everything it asks."""
    texts = tuple(Compared(None, text, label) for label, text in _role_says(sides.new, role))
    return _role_change(role, What.ADDED, Tone.ADDED, _("Role %(role)s added"), texts)


def removed_role(sides: Sides, role: Role) -> Change:
    """A role that left the document."""
    texts = tuple(Compared(text, None, label) for label, text in _role_says(sides.old, role))
    return _role_change(role, What.REMOVED, Tone.REMOVED, _("Role %(role)s removed"), texts)


def _role_change(role: Role, what: What, tone: Tone, template: str, texts: tuple[Compared, ...]) -> Change:
    return Change(what, tone, Sentence(template, {"role": role.name}), texts, role=role.slug)


def _says(taxonomy: Taxonomy, skill: Skill, asked: str) -> Iterator[tuple[str, str]]:
    """The texts of a skill, each with its label; those that are empty are left out."""
    needs = ", ".join(taxonomy.skills[slug].name for slug in skill.prerequisites)
    ladder = own_ladder(taxonomy, skill) or ()
    resources = "\n".join(found.title for found in skill.resources)
    for label, text in (
        (_("Kind"), kind_name(skill.kind)),
        (_("Definition"), skill.definition),
        (_("Needs"), needs),
        *((_("Level %(level)s") % {"level": rank}, sentence) for rank, sentence in enumerate(ladder)),
        (_("Evidence"), skill.evidence),
        (_("Usual over-rating"), skill.watch_out),
        (_("Resources"), resources),
        (_("Interview questions"), "\n".join(skill.interview)),
        (_("Targets"), asked),
    ):
        if text:
            yield label, text


def _role_says(taxonomy: Taxonomy, role: Role) -> Iterator[tuple[str, str]]:
    after = ", ".join(taxonomy.roles[slug].name for slug in role.next_roles)
    for label, text in (
        (_("Summary"), role.summary),
        (_("Track"), role.track),
        (_("Next roles"), after),
        (_("Targets"), role_targets(taxonomy, role)),
    ):
        if text:
            yield label, text
