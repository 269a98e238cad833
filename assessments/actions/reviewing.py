"""What is said in a review: a rating beside the person's own word, a confirmation, a difference, and its end.

A review opens by itself with the first rating. The inbox tells that something was said, and never which level.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import UUID, uuid5

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.levels.saving import KeyReused, NewRating, Overtaken, Saved, first_answer, save
from assessments.models import Profile, Rating, Review, ReviewItem, ReviewSide
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from assessments.reviews.agreement import About, Outcome, Stance
from assessments.reviews.desk import Desk, desk_of
from skillmatrix.people import inbox
from skillmatrix.people.models import Message, Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.models import Skill

from .rating import check_level, check_rateable, rate_skill, under_the_current_version
from .refusals import Unacceptable


def judge_skill(
    *,
    subject: Person,
    skill: str,
    value: int,
    follows: int,
    version: int,
    key: UUID,
    by: Person,
    source: str,
    self_seen: bool,
    today: date,
) -> Saved:
    """Say of somebody else at which level they stand; opens their review unless one goes on.

    `follows`: the revision of the rater's newest rating that the form showed, 0 for none. `self_seen`: whether the
    person's own level had been shown to them. Changes no vector and no effective level. Raises what `rate_skill`
    does; Overtaken means that the same rater has rated the skill elsewhere since.
    """

    def under(taxonomy: Taxonomy) -> Saved:
        new = NewRating(
            person_id=subject.pk, slot=taxonomy.slots.get(skill, -1), value=value, day=today,
            state=Rating.State.LEVEL, shown=UNRATED, version=taxonomy.number, key=key, by_id=by.pk, source=source,
            follows=follows, self_seen=self_seen,
        )  # fmt: skip
        # Asked first, so that a request sent again after the review was closed does not open another.
        if replayed := first_answer(new):
            return replayed
        check_rateable(taxonomy, skill, shown_version=version)
        check_level(taxonomy, value)
        with transaction.atomic():
            open_review(subject=subject, by=by)
            return save(new, width=taxonomy.width)

    return under_the_current_version(under)


def open_review(*, subject: Person, by: Person) -> Review:
    """The review that goes on, or a new one, of which the person is told."""
    revision = Profile.objects.filter(person=subject).values_list("revision", flat=True).first() or 0
    review, is_new = Review.objects.get_or_create(
        subject=subject, closed_at=None, defaults={"opened_by": by, "opened_revision": revision}
    )
    if is_new:
        inbox.tell(
            subject,
            kind=Message.Kind.REVIEW,
            subject=_("%(by)s has begun a review of your levels") % {"by": by.name},
            body=_(
                "You will see both views of each skill side by side. A level is agreed only when both confirm it."
            ),
            link=reverse("assessments:my-review"),
            key=f"review:{review.pk}",
        )
    return review


def reveal_level(*, subject: Person, skill: str, by: Person) -> None:
    """Show the person's level before rating it: every later rating in this review says that it was seen."""
    with transaction.atomic():
        side = side_of(open_review(subject=subject, by=by), skill, by)
        if not side.revealed:
            side.revealed = True
            side.save(update_fields=["revealed"])


def side_of(review: Review, skill: str, by: Person) -> ReviewSide:
    """What somebody says in a review about a skill, silent so far where it is new. Raises Unacceptable: no such skill."""
    row = Skill.objects.filter(slug=skill).first()
    if row is None:
        raise Unacceptable(_("There is no such skill."))
    item, _new = ReviewItem.objects.get_or_create(review=review, skill=row)
    side, _new = ReviewSide.objects.get_or_create(item=item, by=by)
    return side


def say_in_review(
    *,
    subject: Person,
    skill: str,
    stance: Stance,
    value: int | None,
    sentence: str,
    about: About,
    shown: UUID | None,
    version: int,
    key: UUID,
    by: Person,
    today: date,
) -> Outcome:
    """Confirm a level, or say how one sees it differently, as the person or as whoever leads them now.

    `about`: the two levels that the page showed; `shown`: the key of one's own word there. When both have confirmed
    the same value, the agreed rating is written in this transaction, once. Saying the same again changes nothing. Raises Unacceptable (no review goes on,
    no such skill or level), MeaningChanged, Overtaken (a level or one's own word has moved since) and KeyReused.
    """
    taxonomy = versions.current()
    check_rateable(taxonomy, skill, shown_version=version)
    if value is not None:
        check_level(taxonomy, value)
    with transaction.atomic():
        # Whoever rates, shares or confirms meanwhile waits, so that what is agreed is about what lies on the table.
        Profile.objects.select_for_update().filter(person=subject).first()
        review = Review.objects.open().select_for_update(no_key=True).filter(subject=subject).first()
        if review is None:
            raise Unacceptable(_("This review is closed. Reload the page."))
        side, content = side_of(review, skill, by), (stance, value, sentence)
        if is_repeated(side, key, content):
            return Outcome(side.item.outcome)
        desk = desk_of(subject, today=today)
        require_a_side(desk, by)
        if side.key != shown or desk.about(skill) != about:
            raise Overtaken
        if desk.word(by, skill).stands(about) and said(side) == content:
            return Outcome(side.item.outcome)
        write(side, stance, value, sentence, about, taxonomy.number, key)
        return conclude(desk_of(subject, today=today), skill, by=by)


def is_repeated(side: ReviewSide, key: UUID, content: tuple[Stance, int | None, str]) -> bool:
    """The same word was sent before, with the same key. Raises KeyReused when it was another."""
    if side.key != key:
        return False
    if said(side) != content:
        raise KeyReused
    return True


def said(side: ReviewSide) -> tuple[Stance, int | None, str]:
    """What makes two words the same word."""
    return Stance(side.stance), side.value, side.sentence


def require_a_side(desk: Desk, by: Person) -> None:
    """Raise Unacceptable for whoever is neither the person nor their lead: nobody speaks for another."""
    if by.pk not in {desk.subject.pk, desk.lead.pk if desk.lead else None}:
        raise Unacceptable(_("Only the person and their lead agree on a level."))
    if desk.lead is None:
        raise Unacceptable(_("Nobody leads this team at the moment, so there is nobody to agree with."))


def write(
    side: ReviewSide, stance: Stance, value: int | None, sentence: str, about: About, version: int, key: UUID
) -> None:
    """Keep a word in place of the one before it."""
    side.stance, side.value, side.sentence = stance.value, value, sentence
    side.about_own, side.about_lead = about.own, about.lead
    side.version, side.key, side.said_at = version, key, timezone.now()
    side.save()


def conclude(desk: Desk, skill: str, *, by: Person) -> Outcome:
    """Keep what the words come to, write an agreed level, and tell the other side that something was said."""
    settled, item = desk.settlement(skill), desk.items[skill]
    item.outcome, item.agreed_revision = settled.outcome.value, None
    if settled.outcome is Outcome.AGREED and settled.value is not None:
        item.agreed_revision = agree(desk, skill, settled.value, by=by).revision
    item.save()
    tell_other_side(desk, by=by)
    return settled.outcome


def agree(desk: Desk, skill: str, value: int, *, by: Person) -> Saved:
    """Write the level that both confirmed. Its key is made of theirs: the same two words never agree twice."""
    keys = sorted(str(side.key) for who in (desk.subject, desk.lead) if (side := desk.side(who, skill)))
    held = desk.shared.agreed.get(skill)
    write_agreed = partial(
        rate_skill,
        person=desk.subject, skill=skill, value=value, version=desk.taxonomy.number, by=by, today=desk.today,
        key=uuid5(keyspace(desk, skill), "".join(keys)), source=Rating.Source.AGREED,
    )  # fmt: skip
    if held is None:
        return write_agreed(shown=UNRATED)
    return write_agreed(shown=NOT_APPLICABLE if held.level is None else held.level)


def keyspace(desk: Desk, skill: str) -> UUID:
    """Keys of agreements are made in a space of their own for each person and item."""
    return uuid5(desk.subject.public_id, f"agreed:{desk.items[skill].pk}")


def tell_other_side(desk: Desk, *, by: Person) -> None:
    """One line a day and side, with no level in it."""
    other = desk.lead if by.pk == desk.subject.pk else desk.subject
    if other is None or desk.review is None:
        return
    link = (
        reverse("assessments:my-review")
        if other.pk == desk.subject.pk
        else reverse("assessments:compare-levels", args=[desk.subject.public_id])
    )
    inbox.tell(
        other,
        kind=Message.Kind.REVIEW,
        subject=_("%(by)s answered in the review") % {"by": by.name},
        body=_("Look at what is confirmed and what is still open."),
        link=link,
        key=f"review-word:{desk.review.pk}:{by.pk}:{other.pk}:{desk.today}",
    )


def close_review(*, subject: Person, review_id: int, by: Person) -> bool:
    """End the review that the page showed, and tell the person. False when it had been closed before."""
    with transaction.atomic():
        open_ones = Review.objects.open().filter(pk=review_id, subject=subject)
        if not open_ones.update(closed_at=timezone.now()):
            return False
        inbox.tell(
            subject,
            kind=Message.Kind.REVIEW,
            subject=_("%(by)s has closed the review of your levels") % {"by": by.name},
            body=_("What both confirmed counts as agreed. Everything else stays as each of you said it."),
            link=reverse("assessments:my-review"),
            key=f"review-closed:{review_id}",
        )
    return True
