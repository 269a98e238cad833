"""One skill of a review as its card shows it. What a reader may not see yet is not in the card at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.evidence.proof import Piece
from assessments.evidence.writing import piece_text
from assessments.models.rating import NOT_APPLICABLE
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Skill, Taxonomy

from .agreement import About, Outcome, Settlement
from .comparing import FAR, apart
from .desk import Desk
from .seats import Role, Seat
from .wording import Shown, Spoken, Words

MOST_PIECES = 5


@dataclass(frozen=True, slots=True)
class Feedback:
    """What came of the newest answer to one card, and what was typed and not saved."""

    skill: str = ""
    saved: bool = False
    problem: str = ""
    overtaken: bool = False
    chosen: int | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """Everything the template needs for one skill. Until `is_shown` nothing in it is from the person.

    `is_concealed`: a cycle asks for the skill, so that it is shown to both at once.

    `unshared` is what the person has said since and shared with nobody; it is there for themselves alone.
    """

    subject: Person
    skill: Skill
    seat: Seat
    levels: Sequence[dict[str, Any]]
    is_shown: bool
    is_open: bool
    is_rated: bool
    is_concealed: bool
    mine: Shown | None
    follows: int
    version: int
    own: Shown | None = None
    lead: Shown | None = None
    unshared: Shown | None = None
    others: Sequence[Shown] = ()
    agreed: Shown | None = None
    pieces: Sequence[Piece] = ()
    about: About = About()
    said_by_me: Spoken = Spoken("")
    said_by_them: Spoken = Spoken("")
    settlement: Settlement = Settlement(Outcome.OPEN)
    token: UUID | None = None
    choices: Sequence[dict[str, Any]] = ()
    apart: int | None = None
    can_answer: bool = False
    place: str = ""
    feedback: Feedback = Feedback()
    key: UUID = field(default_factory=uuid4)
    answer_key: UUID = field(default_factory=uuid4)
    differ_key: UUID = field(default_factory=uuid4)

    @property
    def element(self) -> str:
        """The id of the card's element; people and skills meet on one page."""
        return f"review-{self.skill.slug}-{self.subject.public_id.hex[:12]}"

    @property
    def evidence(self) -> list[tuple[SafeString, Piece]]:
        """What the person has shared that speaks for their level, newest first, with its HTML."""
        return [(SafeString(piece_text(piece)), piece) for piece in self.pieces[:MOST_PIECES]]

    @property
    def is_mine(self) -> bool:
        """The reader is the person themselves."""
        return self.seat.is_person

    @property
    def may_see(self) -> bool:
        """The reader may have the person's level shown."""
        return self.seat.may_see(self.skill.slug) and not self.is_concealed

    @property
    def may_rate(self) -> bool:
        """The reader may say a level of their own."""
        return self.seat.may_rate(self.skill.slug)

    @property
    def is_settled(self) -> bool:
        """Both confirmed the same level, and neither has moved since."""
        return self.settlement.outcome is Outcome.AGREED

    @property
    def is_far(self) -> bool:
        """The two views lie so far apart that they are talked about first."""
        return self.apart is not None and self.apart >= FAR

    @property
    def differs(self) -> bool:
        """They see it differently, and have said so."""
        return self.settlement.outcome is Outcome.DIFFER

    @property
    def chosen_words(self) -> str:
        """What was chosen here and has not been saved, as one reads it."""
        chosen = self.feedback.chosen
        if chosen is None:
            return ""
        return _("does not apply") if chosen == NOT_APPLICABLE else str(chosen)

    @property
    def them(self) -> str:
        """The other side, as one says it in a sentence."""
        return self.said_by_them.who


def card_of(
    desk: Desk,
    seat: Seat,
    slug: str,
    *,
    taxonomy: Taxonomy,
    feedback: Feedback | None = None,
    place: str = "",
) -> Card:
    """The card of one skill for whoever sits there. `taxonomy`: the desk's, in the reader's language."""
    rater = desk.lead if seat.is_person else seat.viewer
    judgement = desk.judgement(rater, slug)
    words = Words(taxonomy, taxonomy.skills[slug])
    mine = words.shown(_("You"), judgement.said) if judgement and not seat.is_person else None
    common: dict[str, Any] = {
        "subject": desk.subject,
        "skill": words.skill,
        "seat": seat,
        "levels": words.levels(mine),
        "is_open": desk.is_open,
        "is_rated": desk.has_rated(rater, slug),
        "is_concealed": slug in desk.concealed,
        "mine": mine,
        "follows": desk.heard.follows.get((slug, seat.viewer.pk), 0),
        "version": taxonomy.number,
        "place": place,
        "feedback": feedback if feedback is not None and feedback.skill == slug else Feedback(),
    }
    shown = seat.is_person or (seat.may_see(slug) and desk.is_shown_to(seat.viewer, slug))
    if not shown:
        return Card(is_shown=False, **common)
    return Card(is_shown=True, **common, **_revealed(desk, seat, slug, words))


def _revealed(desk: Desk, seat: Seat, slug: str, words: Words) -> dict[str, Any]:
    """What is shown of the person once it may be, and of the lead to the two whom it concerns."""
    own, agreed = desk.own(slug), desk.shared.agreed.get(slug)
    name = _("You") if seat.is_person else desk.subject.get_short_name()
    found: dict[str, Any] = {"own": words.shown(name, own) if own else None}
    if seat.is_person:
        found["unshared"] = _unshared(desk, slug, words)
    if seat.role is Role.ASKED:
        return found
    lead = desk.judgement(desk.lead, slug)
    lead_name = _("You") if seat.is_lead else desk.lead.get_short_name() if desk.lead else ""
    mine, theirs = (desk.lead, desk.subject) if seat.is_lead else (desk.subject, desk.lead)
    now = desk.about(slug)
    side = desk.side(mine, slug)
    found |= {
        "lead": words.shown(lead_name, lead.said) if lead else None,
        "others": _others(desk, seat, slug, words),
        "agreed": words.shown("", agreed) if agreed else None,
        "about": now,
        "said_by_me": words.spoken(_("You"), desk, mine, slug, now),
        "said_by_them": words.spoken(theirs.get_short_name() if theirs else "", desk, theirs, slug, now),
        "settlement": desk.settlement(slug),
        "token": side.key if side else None,
        "apart": apart(own, lead.said if lead else None),
        "can_answer": desk.is_open and desk.lead is not None,
    }
    return found | {"choices": words.choices(own, lead.said if lead else None, found)}


def _unshared(desk: Desk, slug: str, words: Words) -> Shown | None:
    """What the person says now, where others do not know it yet."""
    now = desk.inputs.own.statements.get(slug)
    return words.shown(_("You"), now) if now is not None and now != desk.own(slug) else None


def _others(desk: Desk, seat: Seat, slug: str, words: Words) -> list[Shown]:
    """What reviewers and earlier leads say, and to the person alone what peers say."""
    kinds = {
        "manager": _("led %(name)s then") % {"name": desk.subject.get_short_name()},
        "reviewer": _("asked to review"),
        "peer": _("a colleague you asked"),
    }
    if not seat.is_person:
        del kinds["peer"]
    return [
        words.shown(desk.names.get(rater, ""), said.said, note=kinds[said.source])
        for rater, said in desk.heard.judgements.get(slug, {}).items()
        if said.source in kinds and rater != (desk.lead.pk if desk.lead else None)
    ]
