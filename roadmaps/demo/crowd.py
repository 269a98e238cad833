"""Any number of further people, made up from a seed: departments of teams of about eight.

Everything follows from the seed and the number of the department, so a larger organisation begins
with the smaller one of the same seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from roadmaps.demo.course import Course
from roadmaps.demo.organisation import Member, TeamPlan

TEAM = 8  # people, the lead among them
DEPARTMENT = 8 * TEAM + 1  # its teams, and a head
DIVISION = 8  # departments
MIX = ("mid", "senior", "mid", "junior", "mid", "senior", "platform", "junior")
AFTER = {"junior": "mid", "mid": "senior", "senior": "staff", "platform": "staff"}
AREAS = (
    "node", "craft", "web", "security", "data", "messaging", "caching", "scale", "observability", "platform",
    "people", "ownership",
)  # fmt: skip
FIRST = (
    "Aaliyah", "Adaeze", "Ahmed", "Aiko", "Amara", "Anders", "Anjali", "Antonio", "Beatriz", "Bjarne", "Camila", "Chidi",
    "Chloé", "Dae-jung", "Dalia", "Dmitri", "Eilidh", "Emeka", "Esra", "Farid", "Freya", "Giulia", "Haruto", "Hassan",
    "Ines", "Ivo", "Jae", "Jelena", "João", "Kamala", "Karim", "Lars", "Lin", "Lucía", "Maja", "Marek", "Mehmet", "Mina",
    "Nia", "Noor", "Olena", "Omar", "Paulo", "Quynh", "Rania", "Ravi", "Rosa", "Sanna", "Siobhán", "Tariq", "Thandiwe",
    "Tuan", "Uma", "Vera", "Wanjiru", "Xiomara", "Yara", "Yusuf", "Zofia", "Zuri",
)  # fmt: skip
LAST = (
    "Abebe", "Alvarez", "Andersen", "Balogun", "Bianchi", "Castro", "Chowdhury", "Cohen", "Costa", "Dlamini", "Dubois",
    "Eriksen", "Fernando", "Fischer", "García", "Gupta", "Hernández", "Horvat", "Ibrahim", "Ito", "Jansen", "Kamau",
    "Kaya", "Kim", "Kowalska", "Larsen", "Li", "MacLeod", "Malik", "Mendes", "Moreau", "Mutua", "Nakamura", "Ndiaye",
    "Nguyen", "Novotny", "O’Brien", "Okeke", "Osei", "Papadakis", "Park", "Pereira", "Popescu", "Rahimi", "Reyes",
    "Rossi", "Saito", "Santos", "Schmidt", "Shah", "Silva", "Svensson", "Tamm", "Usman", "van Dijk", "Virtanen", "Wang",
    "Wolf", "Yilmaz", "Zhang",
)  # fmt: skip
SUBJECTS = (
    "Accounts", "Billing", "Catalogue", "Delivery", "Exports", "Fraud", "Gateways", "Help", "Invoices", "Journeys",
    "Knowledge", "Ledger", "Messaging", "Notices", "Offers", "Pricing", "Quotes", "Returns", "Stock", "Tracking",
)  # fmt: skip


def departments(people: int, *, first: int) -> Iterator[tuple[int, int]]:
    """(number, people) of the departments that hold so many; `first` is the number of the first."""
    number = first
    while people > 0:
        size = min(people, DEPARTMENT)
        yield number, size
        people -= size
        number += 1


def department(
    number: int, size: int, *, months: int, seed: int
) -> tuple[tuple[TeamPlan, ...], tuple[Member, ...]]:
    """The teams and people of one department. The first of eight heads their division."""
    head = f"d{number}"
    division, own = f"division-{number // DIVISION + 1}", f"department-{number + 1}"
    teams = [TeamPlan(own, f"Department {number + 1}", head, division)]
    if number % DIVISION == 0:
        teams.insert(0, TeamPlan(division, f"Division {number // DIVISION + 1}", head))
    members = [_member(head, "" if number % DIVISION == 0 else division, "staff", months, seed)]
    for place in range(size - 1):
        at, within = divmod(place, TEAM)
        slug, login = f"team-{number + 1}-{at + 1}", f"d{number}-{at}-{within}"
        if within == 0:
            teams.append(TeamPlan(slug, f"{_subject(number, at)} {number + 1}.{at + 1}", login, own))
        role = MIX[(place + number) % len(MIX)] if within else "staff"
        members.append(_member(login, slug if within else own, role, months, seed))
    return tuple(teams), tuple(members)


def _subject(number: int, at: int) -> str:
    return SUBJECTS[(number * DIVISION + at) % len(SUBJECTS)]


def _member(login: str, team: str, role: str, months: int, seed: int) -> Member:
    random = Random(f"{seed}:{login}:who")  # noqa: S311 - the same people every time
    strong, weak = random.sample(AREAS, 2), random.sample(AREAS, 2)
    course = Course(
        role=role,
        aims=AFTER.get(role) if random.random() < 0.6 else None,
        like=role,
        start=random.uniform(0.7, 0.95),
        pace=random.uniform(0.8, 3.5),
        diligence=random.uniform(0.4, 1),
        shares=random.choice((0.5, 0.8, 1)),
        complete=random.uniform(0.75, 1),
        strong=frozenset(strong),
        weak=frozenset(weak) - frozenset(strong),
        reviews=(months // 2, max(1, months - 2)),
    )
    began = int(months * 30.4) - random.randrange(10) if months else 10
    return Member(
        login,
        f"{random.choice(FIRST)} {random.choice(LAST)}",
        team,
        course,
        began + random.randrange(1500),
        began,
    )
