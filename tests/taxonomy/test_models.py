"""Each invariant of the tables is a named constraint, violated here once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.models import (
    DraftChange,
    DraftPart,
    Immutable,
    ProficiencyLevel,
    Role,
    Skill,
    SkillArea,
    Suggestion,
    Target,
    TaxonomyDraft,
    TaxonomyVersion,
)
from tests.factories import PersonFactory


def version(number: int) -> TaxonomyVersion:
    """A version with hardly anything in it."""
    return TaxonomyVersion(number=number, text="", content={}, slots={}, fingerprint="x")


def skill(slug: str, slot: int, **more: object) -> Skill:
    """A skill in the first area."""
    area = SkillArea.objects.earliest("position")
    return Skill(
        **{"slug": slug, "slot": slot, "area": area, "name": "N", "kind": "tool", "position": 0, **more}
    )


def own_successor() -> None:
    """Let a skill replace itself."""
    Skill.objects.filter(slug="ci-cd").update(retired=True, replaced_by=Skill.objects.get(slug="ci-cd"))


def target(role: str, slug: str, level: int, weight: int) -> Target:
    """A target between rows that exist."""
    return Target(
        role=Role.objects.get(slug=role), skill=Skill.objects.get(slug=slug), level=level, weight=weight
    )


def undoing_the_first() -> None:
    """A third version that takes back the first."""
    last = version(3)
    last.undoes = 1
    last.save()


def part(draft: TaxonomyDraft) -> DraftPart:
    """The same part of a draft each time."""
    return draft.parts.create(path="scale", revision=1)


def suggestion(**fields: object) -> Suggestion:
    """A suggestion for a new skill, unless `fields` say otherwise."""
    return Suggestion.objects.create(**{"name": "N", "text": "T", "by": PersonFactory(), **fields})


VIOLATIONS: dict[str, Callable[[], object]] = {
    "taxonomy_version_number_unique": lambda: version(1).save(),
    "taxonomy_version_number_positive": lambda: version(0).save(),
    "taxonomy_version_undoes_the_last": undoing_the_first,
    "taxonomy_draft_one": lambda: [TaxonomyDraft.objects.create(base=1) for _ in range(2)],
    "taxonomy_draft_only_is_true": lambda: TaxonomyDraft.objects.create(base=1, only=False),
    "draft_part_once_a_draft": lambda: [part(TaxonomyDraft.objects.get_or_create(base=1)[0]) for _ in "ab"],
    "draft_change_one_a_revision": lambda: [
        TaxonomyDraft.objects.get_or_create(base=1)[0].changes.create(revision=1, before={}) for _ in "ab"
    ],
    "suggestion_answered_once_not_open": lambda: suggestion(state="accepted"),
    "suggestion_names_a_skill": lambda: suggestion(name=""),
    "suggestion_says_something": lambda: suggestion(text=""),
    "skill_area_slug_unique": lambda: SkillArea.objects.create(slug="node", name="N", position=0),
    "skill_area_slug_is_a_slug": lambda: SkillArea.objects.create(slug="No de", name="N", position=0),
    "skill_slug_unique": lambda: skill("ci-cd", 999).save(),
    "skill_slot_unique": lambda: skill("new", 0).save(),
    "skill_slug_is_a_slug": lambda: skill("-new", 999).save(),
    "skill_kind_known": lambda: skill("new", 999, kind="gadget").save(),
    "skill_with_successor_is_retired": lambda: skill(
        "new", 999, replaced_by=Skill.objects.get(slug="ci-cd")
    ).save(),
    "skill_not_its_own_successor": own_successor,
    "proficiency_level_rank_unique": lambda: ProficiencyLevel.objects.create(rank=0, name="N"),
    "proficiency_level_rank_in_range": lambda: ProficiencyLevel.objects.create(rank=10, name="N"),
    "role_slug_unique": lambda: Role.objects.create(slug="mid", name="N", position=0),
    "role_slug_is_a_slug": lambda: Role.objects.create(slug="", name="N", position=0),
    "target_one_a_role_and_skill": lambda: target("mid", "ci-cd", 1, 1).save(),
    "target_level_in_range": lambda: target("junior", "kubernetes", 0, 1).save(),
    "target_weight_in_range": lambda: target("junior", "kubernetes", 1, 0).save(),
}


@pytest.mark.parametrize("name", VIOLATIONS)
def test_constraint(name: str, taxonomy: Taxonomy):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        VIOLATIONS[name]()


def test_every_constraint_is_violated_here():
    models = (
        TaxonomyVersion, TaxonomyDraft, DraftPart, DraftChange, Suggestion,
        SkillArea, Skill, ProficiencyLevel, Role, Target,
    )  # fmt: skip

    assert {constraint.name for model in models for constraint in model._meta.constraints} == set(VIOLATIONS)


def test_a_version_never_changes(taxonomy: Taxonomy):
    version = TaxonomyVersion.objects.get(number=1)
    version.text = "other"

    with pytest.raises(Immutable):
        version.save()
    with pytest.raises(Immutable):
        version.delete()
    with pytest.raises(Immutable):
        TaxonomyVersion.objects.update(text="other")
    with pytest.raises(Immutable):
        TaxonomyVersion.objects.all().delete()
