"""What the demo's people have noted that speaks for their levels, and what they want. Days are relative to today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class WinPlan:
    """A win from some days ago; `for_skills` are those for which it is given as evidence."""

    what: str
    days_ago: int
    my_part: str
    outcome: str
    skills: tuple[str, ...]
    difficulty: int = 2
    shared: bool = False
    for_skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CertificatePlan:
    """A certificate, with the days since it was issued and until it expires."""

    title: str
    issuer: str
    issued: int
    expires_in: int
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidencePlan:
    """A piece of evidence in words, perhaps with a link, from some days ago."""

    skill: str
    text: str
    days_ago: int
    url: str = ""
    shared: bool = False


ProofPlan: TypeAlias = WinPlan | CertificatePlan | EvidencePlan

WISHES_OF_ALICE = {
    "system-design": "learn",
    "observability-concepts": "learn",
    "rest-api-design": "use",
    "hiring": "neither",
}
PROOFS_OF_ALICE: tuple[ProofPlan, ...] = (
    WinPlan(
        "The refund callback may come twice now",
        41,
        "Found that the provider sends it again after a timeout; stored their id under a unique constraint and "
        "answered the second call from the first.",
        "No refund was paid twice since, where it had been three a month. The runbook entry is gone.",
        ("retries-dead-letters", "data-integrity", "idempotency"),
        3,
        shared=True,
        for_skills=("data-integrity",),
    ),
    WinPlan(
        "Statement export down from four minutes to nine seconds",
        96,
        "Read the plan, saw a sequential scan over all settlements, added the index that the filter needed.",
        "Support stopped exporting by hand on the first of the month.",
        ("query-optimization", "relational-databases"),
    ),
    CertificatePlan(
        "Relational databases in practice", "Riverside Open College", 420, 310, ("relational-databases",)
    ),
    EvidencePlan(
        "code-reading",
        "Took over the settlement service in a week: a sketch of its four stages, checked with Ana, "
        "and two dead branches removed.",
        64,
        shared=True,
    ),
    EvidencePlan(
        "rest-api-design",
        "Version 2 of the refunds API; the remarks of both consumers are at the top.",
        120,
        url="https://wiki.quillfern.test/payments/refunds-api-v2",
        shared=True,
    ),
    EvidencePlan(
        "problem-decomposition",
        "Splitting the ledger move in five parts. I am not sure the cut was right.",
        30,
    ),
)
