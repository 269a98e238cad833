"""Every column that refers to a person, and what an export of somebody's own data does with it.

The one list of its kind. `tests/roadmaps/test_my_data_registry.py` fails for a column that is missing here: add it as

- `Given(file)` when a row is about the person: all its columns go into `file`, but those in `without`, and only the
  rows that `where` lets through (what the person may not read on any page stays out);
- `Kept(why)` when it is not: who wrote a row about somebody else, or how we keep house. The reason is printed in the
  export.

Rows that refer to a row about the person, and to no person themselves, are added by the way there:
`app.Model.column__column`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Given:
    """Rows about the person, which are written to `file`."""

    file: str
    without: tuple[str, ...] = ()
    where: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows that an export leaves out, and why."""

    why: Text


BY_ME = Kept(_("It says something about somebody else; here you are only its author."))
COMPUTED = Kept(_("It is computed from what stands in the other files."))
HOUSEKEEPING = Kept(
    _("It says how far a piece of work is and nothing about you; it is deleted after some days.")
)
MINE_ELSEWHERE = Kept(
    _("What you said about yourself stands under that; what you said about others is about them.")
)
# What a lead or a reviewer thinks is theirs until they show it; what both confirmed is shown.
READABLE = {"source__in": ("self", "imported", "agreed")}

REGISTRY: dict[str, Given | Kept] = {
    # Signing in. Secrets stay where they are.
    "account.EmailAddress.user": Given("addresses"),
    "mfa.Authenticator.user": Given("second_factors", without=("data",)),
    "usersessions.UserSession.user": Given("sessions", without=("session_key",)),
    # People.
    "people.Access.subject": Given("who_looked"),
    "people.Access.viewer": Given("where_i_looked"),
    "people.Away.person": Given("away"),
    "people.Change.subject": Given("changes"),
    "people.Change.by": BY_ME,
    "people.DataExport.person": Given("exports", without=("content",)),
    "people.ErasureRequest.person": Given("erasure_requests"),
    "people.Lead.person": Given("teams_led"),
    "people.Membership.person": Given("teams"),
    "people.Message.recipient": Given("inbox"),
    "people.PeopleImport.by": BY_ME,
    "jobs.Job.requester": HOUSEKEEPING,
    # The taxonomy.
    "taxonomy.DraftChange.by": BY_ME,
    "taxonomy.DraftPart.changed_by": BY_ME,
    "taxonomy.Suggestion.by": Given("suggestions"),
    "taxonomy.Suggestion.answered_by": BY_ME,
    "taxonomy.TaxonomyDraft.started_by": BY_ME,
    "taxonomy.TaxonomyVersion.published_by": BY_ME,
    # What was said.
    "assessments.Certificate.person": Given("certificates"),
    "assessments.Cycle.by": BY_ME,
    "assessments.Cycle.ended_by": BY_ME,
    "assessments.Delegation.subject": Given("delegations"),
    "assessments.Delegation.reviewer": BY_ME,
    "assessments.Delegation.by": BY_ME,
    "assessments.Evidence.person": Given("evidence"),
    "assessments.ExtraSkill.person": Given("extra_skills"),
    "assessments.Interest.person": Given("interests"),
    "assessments.NextRole.person": Given("next_roles"),
    "assessments.Participant.person": Given("cycles"),
    "assessments.Profile.person": COMPUTED,
    "assessments.Rating.person": Given("statements", where=READABLE),
    "assessments.Rating.by": MINE_ELSEWHERE,
    "assessments.RatingImport.person": Given("rating_imports"),
    "assessments.Reminder.participant__person": Given("reminders"),
    "assessments.Reminder.by": BY_ME,
    "assessments.Review.subject": Given("reviews"),
    "assessments.Review.opened_by": BY_ME,
    "assessments.ReviewItem.review__subject": Given("review_skills"),
    "assessments.ReviewSide.by": Given("my_words_in_reviews", where={"item__review__subject": F("by")}),
    # Both have spoken, and each sees what the other said.
    "assessments.ReviewSide.item__review__subject": Given(
        "words_in_reviews", where={"item__outcome__in": ("agreed", "differ")}
    ),
    "assessments.RoleAssignment.person": Given("roles"),
    "assessments.RoleAssignment.by": BY_ME,
    "assessments.Series.by": BY_ME,
    "assessments.Share.person": Given("shares"),
    "assessments.Snapshot.participant__person": Given("cycle_results"),
    "assessments.Submission.participant__person": Given("submissions"),
    "assessments.Submission.by": BY_ME,
    "assessments.TargetOverride.person": Given("exceptions"),
    "assessments.TargetOverride.by": BY_ME,
    "assessments.Win.person": Given("wins"),
    # What follows from it.
    "roadmaps.Comment.subject": Given("comments", where={"deleted_at": None}),
    "roadmaps.Comment.by": BY_ME,
    "roadmaps.Intervention.by": BY_ME,
    "roadmaps.MonthEnd.person": COMPUTED,
    "roadmaps.Motive.item__person": Given("motives"),
    "roadmaps.PlanItem.person": Given("plan"),
    "roadmaps.PlanItem.proposed_by": BY_ME,
    "roadmaps.PlanItem.agreed_with": BY_ME,
    "roadmaps.Refresh.person": HOUSEKEEPING,
    "roadmaps.Report.person": COMPUTED,
    "roadmaps.ResourceMark.person": Given("resources"),
}
"""By `app.Model.field`."""


def given() -> list[tuple[str, Given]]:
    """What an export writes, in order."""
    return [(name, how) for name, how in REGISTRY.items() if isinstance(how, Given)]


def kept() -> list[tuple[str, Kept]]:
    """What an export leaves out, in order."""
    return [(name, how) for name, how in REGISTRY.items() if isinstance(how, Kept)]
