"""What held at the end of a past day, rebuilt from the rows: nothing is kept for it, because no row is ever lost.

A day ends at midnight where the organisation is (`months.ends_at`). By then people had said what was saved before,
had released what their last share before then released, and had the roles and exceptions dated to that day; all of
it in the words of the taxonomy that was published then, and as old as it was then.

For others (`Audience.SHARED`) a day shows what they could have read on it: what was released only later is not there,
although they may read it today, and what was released then is there, although it has been said differently since.
Whether somebody may look at all is not decided here: that is a question of today, for `people.access`.

Two things cannot be rebuilt and are left out: `changes_on`, because a dated row does not tell when it was decided,
and the revision, which counts changes of roles and exceptions too; here it is that of the newest row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from assessments.inputs import Audience, Inputs, Said, Wish
from assessments.past import Past
from assessments.targets import NO_OVERRIDES
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.models import TaxonomyVersion

from .encoding import Packed, to_published
from .matrices import Crowd, Row, stacked
from .months import ends_at
from .past_rows import Log, logs_of
from .translation import AGREED_SOURCES, OWN_SOURCES, Translation, fold
from .vectors import pack, unpack


class Version(NamedTuple):
    """A published version, and when it was."""

    number: int
    fingerprint: str
    published_at: datetime


def inputs_as_of(person_ids: Iterable[int], day: date, audience: Audience) -> list[Inputs]:
    """The inputs of these people as they stood at the end of `day`, in the order asked for.

    A constant number of queries, for one person as for a team. Empty while no taxonomy is published.
    """
    found = archive(person_ids, audience, until=day)
    return [past.inputs for past in found.on(day)] if found else []


def archive(person_ids: Iterable[int], audience: Audience, *, until: date) -> Archive | None:
    """What this audience may know of some people up to the end of a day. None while no taxonomy is published.

    Eight queries, and two for each version that is spoken and that this process has not met yet.
    """
    rows = TaxonomyVersion.objects.order_by("number").values_list("number", "fingerprint", "published_at")
    published = {version.number: version for version in map(Version._make, rows)}
    people = list(person_ids)
    return Archive(logs_of(people, audience, until=until), people, published, audience) if published else None


class Archive:
    """Some people's rows, to be read as of any day up to the one they were loaded for."""

    def __init__(
        self,
        logs: Mapping[int, Log],
        people: Sequence[int],
        published: Mapping[int, Version],
        audience: Audience,
    ) -> None:
        self.people, self.audience = people, audience
        self._logs, self._published = logs, published
        self._translations: dict[int, Translation] = {}

    def on(self, day: date, *, under: Taxonomy | None = None) -> list[Past]:
        """Everybody at the end of a day; in the words of `under`, where that is a later taxonomy than the day's."""
        translation = self._to(under or self.taxonomy(day))
        published_on = self._published_on(translation.number, day)
        return [self._past(person, day, translation, published_on) for person in self.people]

    def taxonomy(self, day: date) -> Taxonomy:
        """The taxonomy that was published at the end of a day; before there was any, the first.

        Ratings that were brought in from elsewhere may be older than the version in which they are stated. Where
        something of then is, that version is spoken.
        """
        moment = ends_at(day)
        known = [number for number, version in self._published.items() if version.published_at < moment]
        stated = (log.newest_version(day) for log in self._logs.values())
        number = max(max(known, default=min(self._published)), *stated, 0)
        return versions.load(number, self._published[number].fingerprint)

    def crowd(self, day: date) -> Crowd:
        """The same people as matrices, as `matrices.load` has them of today."""
        taxonomy = self.taxonomy(day)
        translation, skills = self._to(taxonomy), tuple(skill.slug for skill in taxonomy.active)
        slots = [taxonomy.slots[skill] for skill in skills]
        rows = [past.inputs for past in self.on(day)]
        packed = [self._packed(self._logs[person], day, translation) for person in self.people]
        place = 0 if self.audience is Audience.OWN else 1
        return Crowd(
            taxonomy=taxonomy,
            audience=self.audience,
            skills=skills,
            rows=tuple(
                Row(one.person_id, one.revision, one.shared_on, one.role, one.overrides) for one in rows
            ),
            said=stacked((vectors[place] for vectors in packed), slots, taxonomy.width),
            agreed=stacked((vectors[2] for vectors in packed), slots, taxonomy.width),
        )

    def first_day(self) -> date | None:
        """The day on which the audience could first read something; None where there is nothing to this day."""
        each = self._logs.values()
        series = [log.said if self.audience is Audience.OWN else log.shares for log in each]
        series += [log.agreed for log in each if self.audience is Audience.OWN]
        moments = [one.first_made for one in series if one.first_made is not None]
        return _day(min(moments)) if moments else None

    def _published_on(self, number: int, day: date) -> date | None:
        published = self._published.get(number)
        return _day(published.published_at) if published and published.published_at < ends_at(day) else None

    def _to(self, taxonomy: Taxonomy) -> Translation:
        if taxonomy.number not in self._translations:
            self._translations[taxonomy.number] = to_published(taxonomy)
        return self._translations[taxonomy.number]

    def _packed(self, log: Log, day: date, translation: Translation) -> tuple[Packed, Packed, Packed]:
        """The own, the shared and the agreed vector of then. Others know no own one: theirs is the shared one."""
        known = log.known(ends_at(day))
        shared = pack(fold(log.said.rows, translation, sources=OWN_SOURCES, up_to_revision=known.released))
        own = shared
        if self.audience is Audience.OWN:
            own = pack(fold(log.said.rows, translation, sources=OWN_SOURCES, up_to_revision=known.own))
        agreed = fold(log.agreed.rows, translation, sources=AGREED_SOURCES, up_to_revision=known.agreed)
        return own, shared, pack(agreed)

    def _past(self, person: int, day: date, translation: Translation, published_on: date | None) -> Past:
        log, taxonomy = self._logs[person], translation.taxonomy
        known = log.known(ends_at(day))
        own_revision = known.own if self.audience is Audience.OWN else known.released
        own, shared, agreed = (
            unpack(*packed, taxonomy.slots) for packed in self._packed(log, day, translation)
        )
        held = [one.exception for one in log.exceptions if one.holds_on(day) and one.exception]
        inputs = Inputs(
            person_id=person,
            revision=max(own_revision, known.agreed, known.shared.revision if known.shared else 0),
            own_revision=own_revision,
            shared_revision=known.released,
            shared_on=known.shared.day if known.shared else None,
            taxonomy=taxonomy,
            role=next((period.role for period in log.roles if period.holds_on(day)), None),
            overrides=translation.overrides(held) if held else NO_OVERRIDES,
            changes_on=None,
            own=Said(own, agreed, *_choices(log, own_revision, translation)),
            shared=Said(shared, agreed, *_choices(log, known.released, translation)),
            encoded_in=taxonomy.number,
        )
        return Past(day, inputs, published_on, _role_since(log, day), _asked_since(log, day, translation))


def _choices(
    log: Log, up_to: int, translation: Translation
) -> tuple[str | None, frozenset[str], Mapping[str, Wish]]:
    """The next role, the skills on the person's own list, and what they want to do with skills, by a revision."""
    aims = [aim.role for aim in log.aims.rows if aim.revision <= up_to]
    return (
        aims[-1] if aims else None,
        translation.extra_skills(log.listed.rows, up_to_revision=up_to),
        translation.wishes(log.wished.rows, up_to_revision=up_to),
    )


def _role_since(log: Log, day: date) -> date | None:
    turned = (period.turned_by(day) for period in log.roles)
    return max((one for one in turned if one is not None), default=None)


def _asked_since(log: Log, day: date, translation: Translation) -> dict[str, date]:
    found: dict[str, date] = {}
    for period in log.exceptions:
        turned = period.turned_by(day)
        if turned is not None and period.exception is not None:
            for skill, _ in translation.skills(period.exception.version, period.exception.skill):
                found[skill] = max(turned, found.get(skill, turned))
    return found


def _day(moment: datetime) -> date:
    return timezone.localdate(moment, timezone.get_default_timezone())
