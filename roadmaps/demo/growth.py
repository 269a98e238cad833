"""How somebody's years as an engineer go, played from a seed: the same seed, the same years.

People begin somewhere below what their role asks. Each month a few levels rise by one, where the
prerequisites allow it (level L ≥ 2 needs each prerequisite at L − 1, the rule of the roadmap) and
rather where much is asked. What they *say* follows what is true when they next sit down: they rate
what rose, say again what they said long ago, and mostly share. What is not said again goes stale
by itself. Some say too much or too little. Their lead looks now and then; where both see the same
level, it is agreed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from assessments.levels.history import Aimed, Event, Released, Stated
from roadmaps.demo.course import Course
from roadmaps.demo.ground import Asked, Ground

MONTH = 30.4
SITTINGS = (0, 1, 3)  # days of the first three sittings, in which everything is rated once
QUIET = 4  # days before today in which nothing happens but what a course says
JITTER = 14  # days by which a month's sitting may come early
ROUND = 12  # sittings in which each area comes up once
OLD = 75  # days after which a level is worth saying again
CATCHES_UP = 0.3  # chance to rate, in a later sitting, what was left out at first
NOT_APPLICABLE = 254


@dataclass(slots=True)
class Life:
    """A person while their time passes. `levels` are true, `said` and `said_on` what they told."""

    ground: Ground
    course: Course
    random: Random
    lead: int | None
    levels: list[int]
    asked: Asked
    rateable: list[int]
    bias: list[int]
    said: dict[int, int] = field(default_factory=dict)
    said_on: dict[int, date] = field(default_factory=dict)
    sat: int = 0
    events: list[Event] = field(default_factory=list)


def live(
    ground: Ground, course: Course, *, begins: date, today: date, random: Random, lead: int | None = None
) -> Life:
    """Play a life from `begins` until shortly before `today`; `lead` is who looks at it, if anybody."""
    life = _born(ground, course, random, lead)
    _first_sittings(life, begins, today - timedelta(days=QUIET))
    for month, day in _months(begins, today, random):
        _grow(life)
        last = month == _count(begins, today)
        if last or random.random() < course.diligence:
            _sit(life, day)
        if lead is not None and month in course.reviews:
            _review(life, day)
        if course.shares and (last or random.random() < course.shares):
            life.events.append(Released(day))
    _latest(life, today)
    return life


def _count(begins: date, today: date) -> int:
    return max(0, round(((today - begins).days - QUIET) / MONTH))


def _months(begins: date, today: date, random: Random) -> Iterator[tuple[int, date]]:
    """(number, a working day) of each month, in order; the last one was a few days ago."""
    count = _count(begins, today)
    length = (today - begins).days - QUIET
    for month in range(1, count + 1):
        yield month, _weekday(begins + timedelta(days=length * month // count - random.randrange(JITTER)))


def _weekday(day: date) -> date:
    """A Saturday becomes Friday and a Sunday Monday."""
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


def _born(ground: Ground, course: Course, random: Random, lead: int | None) -> Life:
    asked = _asked(ground, course)
    return Life(
        ground=ground,
        course=course,
        random=random,
        lead=lead,
        levels=_beginning(ground, course, random),
        asked=asked,
        rateable=_rateable(ground, course, asked),
        bias=[course.says.get(slug, 0) for slug in ground.skills],
    )


def _asked(ground: Ground, course: Course) -> Asked:
    """The higher of what the role and the one aimed at ask, by which growth is drawn."""
    roles = [ground.roles[role] for role in (course.role, course.aims) if role] or [ground.roles[course.like]]
    return Asked(
        [max(levels) for levels in zip(*(role.levels for role in roles), strict=True)],
        [max(weights) for weights in zip(*(role.weights for role in roles), strict=True)],
    )


def _rateable(ground: Ground, course: Course, asked: Asked) -> list[int]:
    """The places of *my skills*: what is asked, or the quick set, less what the course leaves out."""
    mine = range(len(ground.skills)) if course.role or course.aims else ground.quick
    slugs = ground.skills
    return [
        i
        for i in mine
        if asked.levels[i]
        and slugs[i] not in course.unrated
        and (course.only is None or slugs[i] in course.only)
    ]


def _beginning(ground: Ground, course: Course, random: Random) -> list[int]:
    """True levels at the beginning: near the role, by area, and never above what prerequisites allow."""
    targets = ground.roles[course.role or course.like].levels
    levels = [0] * len(ground.skills)
    pinned = _lifted(ground, {slug: level + (slug in course.latest) for slug, level in course.pinned.items()})
    for i in ground.upward:
        area = ground.areas[i]
        lean = (area in course.strong) - (area in course.weak)
        drawn = targets[i] * course.start + random.choice((-0.6, -0.3, 0, 0.3)) + 0.7 * lean
        reach = min((levels[need] + 1 for need in ground.needs[i]), default=ground.top)
        levels[i] = min(max(0, round(drawn)), max(1, reach), 4)
        slug = ground.skills[i]
        levels[i] = max(levels[i], pinned.get(i, 0)) if slug not in course.pinned else course.pinned[slug]
    return levels


def _lifted(ground: Ground, pinned: Mapping[str, int]) -> dict[int, int]:
    """What the pinned levels ask of their prerequisites, all the way down."""
    least = {ground.place[slug]: level for slug, level in pinned.items()}
    for i in reversed(ground.upward):
        for need in ground.needs[i]:
            least[need] = max(least.get(need, 0), least.get(i, 0) - 1)
    return least


def _grow(life: Life) -> None:
    """A month's growth: a few levels rise by one, each skill at most once."""
    pace, random, ready = life.course.pace, life.random, _ready(life)
    for _ in range(int(pace) + (random.random() < pace % 1)):
        if not ready:
            return
        risen = random.choices(list(ready), list(ready.values()))[0]
        life.levels[risen] += 1
        del ready[risen]


def _ready(life: Life) -> dict[int, int]:
    """The places whose level can rise, with how much that is wanted."""
    levels, asked, ground, pinned = life.levels, life.asked, life.ground, life.course.pinned
    found = {}
    for i in life.rateable:
        level = levels[i]
        wanted = asked.levels[i] - level
        if wanted <= 0 or ground.skills[i] in pinned:
            continue
        if level == 0 or all(levels[need] >= level for need in ground.needs[i]):
            found[i] = wanted * asked.weights[i]
    return found


def _first_sittings(life: Life, begins: date, end: date) -> None:
    """Everything once, in a few sittings, area by area; then the next role, then sharing."""
    course, places = life.course, life.rateable
    told_of = {life.ground.place[slug] for slug in (*course.pinned, *course.says, *course.not_applicable)}
    share = -(-len(places) // len(SITTINGS)) or 1
    day = begins
    for number, i in enumerate(places):
        day = min(end, begins + timedelta(days=SITTINGS[number // share]))
        if life.random.random() < course.complete or i in told_of:
            _say(life, i, day)
    if course.aims:
        life.events.append(Aimed(day, course.aims))
    if course.shares:
        life.events.append(Released(day))


def _sit(life: Life, day: date) -> None:
    """Say what rose, and say again what one area's levels were, if that was long ago."""
    areas = life.ground.areas
    area = areas[life.rateable[life.sat * len(life.rateable) // ROUND % len(life.rateable)]]
    life.sat += 1
    for i in life.rateable:
        if _has_news(life, i) or (areas[i] == area and _worth_saying(life, i, day)):
            _say(life, i, day)


def _has_news(life: Life, i: int) -> bool:
    """What they told is no longer how they see themselves."""
    told = life.said.get(i)
    return told is not None and told != _view(life, i)


def _worth_saying(life: Life, i: int, day: date) -> bool:
    """It was said long ago; or never, and today they get round to it."""
    said_on = life.said_on.get(i)
    return (day - said_on).days > OLD if said_on else life.random.random() < CATCHES_UP


def _view(life: Life, i: int) -> int:
    """How the person sees themselves."""
    if life.ground.skills[i] in life.course.not_applicable:
        return NOT_APPLICABLE
    return min(max(life.levels[i] + life.bias[i], 0), life.ground.top)


def _say(life: Life, i: int, day: date) -> None:
    """State a level. From one statement to the next it moves by one."""
    value, slug = _view(life, i), life.ground.skills[i]
    told = life.said.get(i)
    if told is not None and value != NOT_APPLICABLE:
        value = max(told - 1, min(told + 1, value))
    life.said[i], life.said_on[i] = value, day
    life.events.append(Stated(day, slug, value, reason=life.course.not_applicable.get(slug, "")))


def _review(life: Life, day: date) -> None:
    """The lead states their own view of some skills; where both see the same, it is agreed."""
    rated = [i for i, value in life.said.items() if value != NOT_APPLICABLE]
    looked = set(life.random.sample(rated, min(6, len(rated))))
    looked.update(i for i in rated if life.bias[i])
    for i in sorted(looked):
        slug, true = life.ground.skills[i], life.levels[i]
        life.events.append(Stated(day, slug, true, "manager", life.lead))
        if life.said[i] == true or slug in life.course.settled:
            life.events.append(Stated(day, slug, true, "agreed", life.lead))


def _latest(life: Life, today: date) -> None:
    """The last days: levels reached and shared with nobody. `latest` maps a skill to days ago."""
    for slug, days in sorted(life.course.latest.items(), key=lambda item: -item[1]):
        i = life.ground.place[slug]
        life.levels[i] += 1
        _say(life, i, today - timedelta(days=days))


def in_order(events: Sequence[Event]) -> list[Event]:
    """The events by day; those of one day as they happened."""
    return sorted(events, key=lambda event: event.day)
