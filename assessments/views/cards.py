"""A question as its card shows it: the ladder opened where I stand, the target only after the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from assessments import prompts
from assessments.evidence.proof import NO_PROOF, Proof
from assessments.inputs import Wish
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from assessments.prompts import Concept, Rung
from assessments.questions import Question
from assessments.standing import Statement
from assessments.targets import Why
from skillmatrix.taxonomy.document import Kind, Taxonomy


@dataclass(frozen=True, slots=True)
class Feedback:
    """What came of the newest answer to one card: saved, refused with a reason, or overtaken.

    `chosen` (a level or "na") and `reason` are what the person typed; they are shown again until
    they are saved.
    """

    skill: str
    saved: bool = False
    undone: bool = False
    problem: str = ""
    overtaken: bool = False
    chosen: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What came of something done with the evidence of one skill: refused, with what was typed, or removed."""

    skill: str
    problem: str = ""
    text: str = ""
    url: str = ""
    shared: bool = False
    replaces: int | None = None
    removed: int | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What a card shows besides its question.

    `concept` is one that this tool is rated above, `readers` who reads what is shared ("" for nobody), `is_shared`
    whether they know the rating already.
    """

    wish: Wish | None = None
    proof: Proof = NO_PROOF
    concept: Concept | None = None
    readers: str = ""
    is_shared: bool = False
    today: date | None = None
    aftermath: Aftermath | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """Everything the template needs for one skill."""

    question: Question
    levels: list[dict[str, Any]]
    value: int
    level_name: str
    kind: str
    target: Mapping[str, Any] | None
    feedback: Feedback
    version: int
    around: Around = field(default_factory=Around)
    wants_example: bool = False
    why: tuple[Rung, ...] = ()
    imported: bool = False
    key: UUID = field(default_factory=uuid4)
    na_key: UUID = field(default_factory=uuid4)
    undo_key: UUID = field(default_factory=uuid4)

    @property
    def slug(self) -> str:
        """The skill's slug, from which the element's id is made."""
        return self.question.skill.slug

    @property
    def element(self) -> str:
        """The id of the card's element."""
        return f"skill-{self.slug}"

    @property
    def is_extra(self) -> bool:
        """On the list because I put it there."""
        return self.question.mine is not None and self.question.mine.why is Why.EXTRA

    @property
    def chosen_words(self) -> str:
        """What the person chose and has not been saved, in words."""
        chosen = self.feedback.chosen
        if chosen is None:
            return ""
        return _("not applicable") if chosen == NOT_APPLICABLE else str(chosen)

    @property
    def holds_words(self) -> str:
        """What is saved, in words."""
        if self.value == UNRATED:
            return _("not rated")
        return _("not applicable") if self.value == NOT_APPLICABLE else str(self.value)


def card(
    taxonomy: Taxonomy,
    question: Question,
    feedback: Feedback | None = None,
    around: Around | None = None,
    *,
    imported: bool = False,
) -> Card:
    """The card of a question, with what came of the newest answer and what stands around it.

    `imported`: what it shows was said elsewhere.
    """
    given = feedback if feedback is not None and feedback.skill == question.skill.slug else Feedback("")
    level = question.standing.level
    return Card(
        question=question,
        levels=_levels(taxonomy, question, given),
        value=byte(question.said),
        level_name="" if level is None else _name(taxonomy, level),
        kind=kind_name(question.skill.kind),
        target=None if question.is_open else _target(taxonomy, question),
        feedback=given,
        version=taxonomy.number,
        around=around or Around(),
        wants_example=prompts.wants_example(taxonomy, question.skill, level),
        why=() if level is None else prompts.neighbours(taxonomy, question.skill, min(level, taxonomy.top)),
        imported=imported,
    )


def byte(said: Statement | None) -> int:
    """What a form showed, as it is sent back with the answer."""
    if said is None:
        return UNRATED
    return NOT_APPLICABLE if said.level is None else said.level


def kind_name(kind: Kind) -> str:
    """The kind of a skill as people read it."""
    names = {
        Kind.CONCEPT: _("concept"),
        Kind.TOOL: _("tool"),
        Kind.PRACTICE: _("practice"),
        Kind.BEHAVIOUR: _("behaviour"),
    }
    return names[kind]


def _levels(taxonomy: Taxonomy, question: Question, feedback: Feedback) -> list[dict[str, Any]]:
    checked = feedback.chosen if feedback.chosen is not None else byte(question.said)
    asked = None if question.is_open else _target(taxonomy, question)
    return [
        {
            "rank": level.rank,
            "name": level.name,
            "sentence": sentence,
            "checked": level.rank == checked,
            "folded": level.rank not in question.opened,
            "previous": level.rank == question.standing.level,
            "note": asked["note"] if asked and asked["level"] == level.rank else "",
        }
        for level, sentence in zip(taxonomy.scale, question.skill.descriptors, strict=True)
    ]


def _target(taxonomy: Taxonomy, question: Question) -> dict[str, Any] | None:
    if question.mine is None or question.mine.target is None:
        return None
    line = question.mine.target
    role = taxonomy.roles[line.role].label if line.role in taxonomy.roles else ""
    note = _("asked of you") if line.is_override or not role else _("asked by %(role)s") % {"role": role}
    level = question.standing.level
    return {
        "level": min(line.level, taxonomy.top),
        "name": _name(taxonomy, line.level),
        "role": role,
        "is_next": question.mine.why is Why.NEXT,
        "is_override": line.is_override,
        "reason": line.reason,
        "difference": None if level is None else level - line.level,
        "note": note,
    }


def _name(taxonomy: Taxonomy, rank: int) -> str:
    return taxonomy.scale[min(rank, taxonomy.top)].name
