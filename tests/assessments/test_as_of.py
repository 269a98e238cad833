"""Any past day, rebuilt from the rows, is what was stored at its end: inputs, reports, matrices and month ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments import actions
from assessments.inputs import Audience, Inputs, Wish
from assessments.levels import matrices, months, reading
from assessments.levels.as_of import Archive, archive, inputs_as_of
from assessments.levels.months import MonthBlock
from assessments.levels.past_rows import Aim, Period, Series
from assessments.levels.standings import Standings
from assessments.levels.vectors import unpack
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from assessments.standing import State
from roadmaps.computing import Findings, compute, standings
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from tests import factories
from tests.assessments import ladders
from tests.assessments.test_versions_property import SLUGS, Walk, forgotten

FIRST = date(2015, 3, 30)
STAMPED = {
    "assessments_rating": "created_at",
    "assessments_share": "created_at",
    "assessments_nextrole": "created_at",
    "assessments_extraskill": "created_at",
    "assessments_interest": "created_at",
    "taxonomy_taxonomyversion": "published_at",
}


def moment(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), timezone.get_default_timezone())


def stamp(day: date, hour: int = 12) -> None:
    """Everything that was written since the last time was written on this day."""
    with connection.cursor() as cursor:
        for table, column in STAMPED.items():
            cursor.execute(
                f"UPDATE {table} SET {column} = %s WHERE {column} > %s",  # noqa: S608 - names of ours
                [moment(day, hour), timezone.now() - timedelta(hours=6)],
            )


@dataclass
class Kept:
    """What was known at the end of one day."""

    day: date
    inputs: list[Inputs]
    findings: dict[Audience, list[Findings]]
    cells: dict[Audience, Standings]


class Years(Walk):
    """People who say things for years while somebody edits; what is known at the end of each day is kept."""

    def __init__(self, people: list[Person], draw: Callable[[Any], Any]) -> None:
        super().__init__(people, draw, FIRST)
        content = ladders.ladder(*SLUGS)
        senior = {**deepcopy(content["roles"][0]), "slug": "senior", "name": "Senior"}
        senior["targets"] = {slug: [4, 2] for slug in SLUGS}
        ladders.publish({**content, "roles": [*content["roles"], senior]})
        self.kept: list[Kept] = []

    def pass_days(self, count: int) -> None:
        for _ in range(count):
            for _act in range(self.draw(st.integers(0, 4))):
                self.draw(st.sampled_from([self.step, self.step, self.take_role, self.wish]))()
            self.keep()
            self.today += timedelta(days=self.draw(st.sampled_from([1, 2, 29, 31, 180, 370])))

    def take_role(self) -> None:
        person = self.draw(st.sampled_from(self.people))
        role = self.draw(st.sampled_from([None, *versions.current().roles]))
        if self.draw(st.booleans()):
            actions.assign_role(person=person, role=role, by=None, today=self.today)
        else:
            actions.choose_next_role(person=person, role=role, by=person)

    def wish(self) -> None:
        person = self.draw(st.sampled_from(self.people))
        slug = self.draw(st.sampled_from(ladders.active(self.content)))
        actions.wish_for(person=person, skill=slug, wish=self.draw(st.sampled_from([None, *Wish])), by=person)

    def keep(self) -> None:
        stamp(self.today, self.draw(st.sampled_from([0, 12, 23])))
        loaded = [replace(one, changes_on=None) for one in self.everything()]
        self.kept.append(
            Kept(
                self.today,
                loaded,
                {audience: reported(loaded, audience, self.today) for audience in Audience},
                {audience: cells(self.ids, audience, self.today) for audience in Audience},
            )
        )


def reported(loaded: Iterable[Inputs], audience: Audience, today: date) -> list[Findings]:
    return [compute(one, audience, one.taxonomy, today=today) for one in loaded]


def cells(ids: list[int], audience: Audience, today: date) -> Standings:
    crowd = matrices.load(ids, audience, today=today)
    assert crowd
    return matrices.standings(crowd, today=today)


def rebuildable(inputs: Inputs) -> Inputs:
    """Without what no row tells."""
    return replace(inputs, revision=0, encoded_in=0)


def published(inputs: Inputs) -> tuple[int, str]:
    return inputs.taxonomy.number, inputs.taxonomy.fingerprint


def same_cells(some: Standings, others: Standings) -> bool:
    rated = some.values != UNRATED
    return (
        np.array_equal(some.values, others.values)
        and np.array_equal(some.stale, others.stale)
        and np.array_equal(some.basis, others.basis)
        and np.array_equal(some.days[rated], others.days[rated])
    )


def check_day(kept: Kept, found: Archive) -> None:
    """The day as the archive has it is the day as it was kept."""
    audience = found.audience
    rebuilt = [past.inputs for past in found.on(kept.day)]
    assert [published(one) for one in rebuilt] == [published(one) for one in kept.inputs]
    for now, then in zip(rebuilt, kept.inputs, strict=True):
        if audience is Audience.OWN:
            assert rebuildable(now) == rebuildable(then)
        assert now.shared == then.shared
        assert (now.role, now.overrides, now.shared_on) == (then.role, then.overrides, then.shared_on)
        assert now.shared_revision == then.shared_revision
    findings = reported(rebuilt, audience, kept.day)
    assert findings == kept.findings[audience]
    for one, before in zip(findings, kept.findings[audience], strict=True):
        taxonomy = rebuilt[0].taxonomy
        assert one.sheet(taxonomy) == before.sheet(taxonomy)
    assert same_cells(matrices.standings(found.crowd(kept.day), today=kept.day), kept.cells[audience])


def check_month_end(kept: Kept, found: Archive) -> None:
    """The vectors of a month that ends on this day say the same, in the words of then and in those of now."""
    ids = [one.person_id for one in kept.inputs]
    taxonomy = found.taxonomy(kept.day)
    for past, month in zip(
        found.on(kept.day), months.fold_months([(pk, kept.day) for pk in ids], taxonomy), strict=True
    ):
        assert unpack(*month.said, taxonomy.slots) == past.inputs.shared.statements
        assert unpack(*month.agreed, taxonomy.slots) == past.inputs.shared.agreed
    current = versions.current()
    folded = months.fold_months([(pk, kept.day) for pk in ids])
    block = MonthBlock(
        kept.day,
        current.number,
        ids,
        *(
            b"".join(getattr(one, which)[part] for one in folded)
            for which in ("said", "agreed")
            for part in (0, 1)
        ),
    )
    levels = months.levels(block, current)
    for row, past in enumerate(found.on(kept.day, under=current)):
        held = standings(past.inputs, Audience.SHARED, current, today=kept.day)
        assert [byte_of(held[skill.slug]) for skill in current.active] == levels[row].tolist()


def byte_of(standing: Any) -> int:
    return {State.UNRATED: UNRATED, State.NOT_APPLICABLE: NOT_APPLICABLE}.get(standing.state, standing.level)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(st.data())
def test_any_past_day_is_what_was_stored_at_its_end(db: None, data: Any) -> None:
    with forgotten():
        years = Years(factories.PersonFactory.create_batch(2), data.draw)
        years.pass_days(data.draw(st.integers(2, 7)))
        for audience in Audience:
            found = archive(years.ids, audience, until=years.today)
            assert found
            for kept in years.kept:
                check_day(kept, found)
                check_day(kept, archive(years.ids, audience, until=kept.day) or found)
                if audience is Audience.SHARED:
                    check_month_end(kept, found)


# In particular


@pytest.fixture
def said(alice: Person, taxonomy: Any) -> Callable[..., None]:
    """alice says something on a day: `said(day, idempotency=3)`; `shares` releases all of it."""

    def say(day: date, *, shares: bool = False, source: str = "self", **levels: int) -> None:
        for slug, value in levels.items():
            skill = slug.replace("_", "-")
            (inputs,) = reading.load([alice.pk], today=day)
            statement = (inputs.own.statements if source == "self" else inputs.own.agreed).get(skill)
            actions.rate_skill(
                person=alice, skill=skill, value=value, shown=UNRATED if statement is None else statement.level or 0,
                source=source, version=inputs.version, key=uuid4(), by=alice, today=day,
            )  # fmt: skip
        if shares:
            (inputs,) = reading.load([alice.pk], today=day)
            actions.share(person=alice, shown=inputs.own_revision, changes=1, key=uuid4(), today=day)
        stamp(day)

    return say


MAY, JUNE, JULY = date(2024, 5, 12), date(2024, 6, 3), date(2024, 7, 20)


def level(alice: Person, day: date, audience: Audience) -> int | None:
    (inputs,) = inputs_as_of([alice.pk], day, audience)
    found = inputs.said(audience).statements.get("idempotency")
    return found.level if found else None


def test_others_read_of_a_day_what_was_released_by_then(alice: Person, said: Any) -> None:
    said(MAY, idempotency=2, shares=True)
    said(JUNE, idempotency=3)
    said(JULY, shares=True)

    before, within = JULY - timedelta(days=1), JUNE
    assert [level(alice, day, Audience.OWN) for day in (MAY, within, before, JULY)] == [2, 3, 3, 3]
    assert [level(alice, day, Audience.SHARED) for day in (MAY, within, before, JULY)] == [2, 2, 2, 3]
    assert level(alice, MAY - timedelta(days=1), Audience.OWN) is None


def test_what_is_kept_to_oneself_is_not_read_for_others(alice: Person, said: Any) -> None:
    said(MAY, idempotency=2, shares=True)
    said(JUNE, idempotency=4, caching_fundamentals=4)

    (inputs,) = inputs_as_of([alice.pk], JUNE, Audience.SHARED)

    assert inputs.own == inputs.shared
    assert inputs.own_revision == inputs.shared_revision
    assert set(inputs.own.statements) == {"idempotency"}


def test_a_rating_is_as_old_as_it_was_then(alice: Person, said: Any) -> None:
    said(MAY, idempotency=2)
    later = date(2024, 11, 1)

    (then,), (now,) = (inputs_as_of([alice.pk], day, Audience.OWN) for day in (MAY, later))

    for inputs, day in ((then, MAY), (now, later)):
        stands = standings(inputs, Audience.OWN, inputs.taxonomy, today=day)["idempotency"]
        assert stands.day == MAY
    assert then.own == now.own


def test_a_day_before_any_version_speaks_the_first(alice: Person, said: Any) -> None:
    said(MAY, idempotency=2)

    (inputs,) = inputs_as_of([alice.pk], date(2020, 1, 1), Audience.OWN)

    assert inputs.version == 1
    assert not inputs.own.known
    assert inputs.role is None


def test_since_when_something_is_asked(alice: Person, bob: Person, said: Any) -> None:
    said(MAY, idempotency=2)
    actions.assign_role(person=alice, role="mid", by=bob, today=MAY)
    actions.override_target(
        person=alice, skill="idempotency", level=4, reason="You take over", by=bob, today=JUNE
    )
    actions.override_target(person=alice, skill="idempotency", level=None, reason="", by=bob, today=JULY)

    found = archive([alice.pk], Audience.SHARED, until=JULY)

    assert found
    (may,), (june,), (july,) = (found.on(day) for day in (MAY, JUNE + timedelta(days=5), JULY))
    assert may.role_since == july.role_since == MAY
    assert [dict(one.asked_since) for one in (may, june, july)] == [
        {}, {"idempotency": JUNE}, {"idempotency": JULY},
    ]  # fmt: skip
    assert [len(one.inputs.overrides) for one in (may, june, july)] == [0, 1, 0]


def test_the_first_day_is_that_of_the_audience(alice: Person, said: Any) -> None:
    said(MAY, idempotency=2)
    said(JUNE, shares=True)

    firsts = {
        audience: found.first_day()
        for audience in Audience
        if (found := archive([alice.pk], audience, until=JULY))
    }

    assert firsts == {Audience.OWN: MAY, Audience.SHARED: JUNE}


def test_a_team_costs_as_many_queries_as_a_person(alice: Person, said: Any) -> None:
    said(MAY, idempotency=2, caching_fundamentals=1, shares=True)
    others = factories.PersonFactory.create_batch(20)
    inputs_as_of([alice.pk], JUNE, Audience.SHARED)

    counts = []
    for people in ([alice.pk], [alice.pk, *(one.pk for one in others)]):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(inputs_as_of(people, JUNE, Audience.SHARED)) == len(people)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 9


# The parts


def test_a_row_is_known_once_a_later_one_is() -> None:
    series: Series[Aim] = Series()
    late, early = moment(JUNE, 0), moment(MAY, 23)
    series.add(late, Aim(1, "mid"))
    series.add(early, Aim(2, "senior"))

    assert series.last(moment(MAY, 22)) is None
    assert series.last(late) == Aim(2, "senior")


@pytest.mark.parametrize(
    ("starts", "ends", "day", "holds", "turned"),
    [
        (MAY, None, MAY, True, MAY),
        (MAY, None, MAY - timedelta(days=1), False, None),
        (MAY, JUNE, JUNE, False, JUNE),
        (MAY, JULY, JUNE, True, MAY),
        (MAY, MAY, JUNE, False, None),
    ],
)
def test_a_period_holds_until_the_day_before_it_ends(
    starts: date, ends: date | None, day: date, holds: bool, turned: date | None
) -> None:
    period = Period(starts, ends, "mid")

    assert (period.holds_on(day), period.turned_by(day)) == (holds, turned)
