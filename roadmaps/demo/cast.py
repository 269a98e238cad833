"""The twenty-four people of the demo. Each of the stories below can be seen on some page.

What they are known for: Ana alone runs the nightly settlement jobs of Payments (a single point of
failure); Tomasz thinks more of himself than Bob does, Priya less; Fatima is away; Jonas has just
joined and shared nothing; Kwame has no role yet; Diego and Grace disagree about one skill; Checkout is a
team of three; Alice and Elif have changes that nobody else sees.
"""

from __future__ import annotations

from roadmaps.demo.course import Course
from roadmaps.demo.organisation import Member, Note, OtherTarget
from roadmaps.demo.proof_plans import PROOFS_OF_ALICE, WISHES_OF_ALICE

ALONE = "scheduled-jobs"  # what only Ana holds in Payments, although every role there asks for it
WELCOME = Note(
    "Welcome to Skillmatrix",
    364,
    body="Rate the skills your role asks for, then share when you are ready. Until you share, only you see them.",
    link="/assess/",
    read=True,
)
NO_PROJECT = {"oss-representation": "We publish nothing as open source."}


def areas(*slugs: str) -> frozenset[str]:
    """Slugs as a set."""
    return frozenset(slugs)


PAYMENTS = (
    Member(
        "alice", "Alice Lindqvist", "payments",
        Course(
            role="mid", aims="senior", start=0.87, pace=3.2, shares=1,
            strong=areas("node", "craft"), weak=areas("observability"),
            pinned={
                ALONE: 2, "caching-fundamentals": 2, "idempotency": 2, "estimation": 2, "code-reading": 4,
                "retries-dead-letters": 2, "web-security": 2, "rest-api-design": 4, "authn-authz": 2,
            },
            says={"estimation": 1},
            unrated=areas(
                "stream-processing", "kubernetes", "hiring", "load-testing", "autoscaling", "deployment-strategies",
                "tool-evaluation",
            ),
            not_applicable=NO_PROJECT,
            latest={"caching-fundamentals": 2, "idempotency": 1},
        ),
        joined=1010, earlier=("junior", 270),
        exceptions=(
            OtherTarget(
                "retries-dead-letters", 3,
                "From next month you are on call for the payment providers, and every call to them is retried.", 20,
            ),
        ),
        notes=(
            WELCOME,
            Note("Your role is now: Mid-level backend engineer", 270, "role", "Set by Bob Okafor.", "/me/gaps/", read=True),
        ),
        wishes=WISHES_OF_ALICE, proofs=PROOFS_OF_ALICE,
    ),
    Member(
        "ana", "Ana Duarte", "payments",
        Course(
            role="senior", aims="staff", like="senior", start=0.9, pace=2.6, strong=areas("messaging", "data"),
            pinned={ALONE: 4, "worker-design": 4, "mentoring": 2}, not_applicable=NO_PROJECT,
        ),
        joined=2300, flags={"shares_upward": True},
    ),
    Member(
        "tomasz", "Tomasz Wilk", "payments",
        Course(
            role="mid", aims="senior", start=0.72, pace=1.6, weak=areas("scale", "caching"),
            pinned={
                ALONE: 1, "system-design": 1, "distributed-systems": 1, "caching-fundamentals": 2,
                "test-design": 2, "code-quality": 2, "design-patterns": 2, "mentoring": 1,
            },
            says={
                "system-design": 3, "distributed-systems": 2, "caching-fundamentals": 2, "test-design": 2,
                "code-quality": 2, "design-patterns": 2,
            },
            settled=areas("test-design", "code-quality"),
        ),
        joined=640,
    ),
    Member(
        "priya", "Priya Raman", "payments",
        Course(
            role="mid", aims="senior", start=0.95, pace=3.4, strong=areas("data", "security"),
            pinned={
                ALONE: 2, "relational-databases": 4, "query-optimization": 4, "web-security": 4,
                "code-reading": 4, "communication": 3, "data-integrity": 3,
            },
            says={
                "relational-databases": -2, "query-optimization": -2, "web-security": -2, "code-reading": -1,
                "communication": -1,
            },
            settled=areas("relational-databases", "web-security"), not_applicable=NO_PROJECT,
        ),
        joined=870,
        exceptions=(
            OtherTarget(ALONE, 4, "You take over the nightly settlement jobs from Ana, so that two of you know them.", 34),
        ),
    ),
    Member(
        "jonas", "Jonas Keller", "payments",
        Course(
            role="junior", like="junior", start=0.9, shares=0, complete=1, pinned={ALONE: 1},
            only=areas(
                "js-language", "async-model", "async-patterns", "code-quality", "code-reading", "test-design",
                "version-control", "http-fundamentals", "communication",
            ),
        ),
        joined=14, began=11,
        notes=(
            Note("Welcome to Payments", 14, body="Your role is Junior backend engineer. Take your time.", link="/assess/"),
        ),
    ),
    Member(
        "fatima", "Fatima-Zahra Idrissi", "payments",
        Course(
            role="senior", aims="staff", like="senior", start=0.92, pace=2, strong=areas("security", "people"),
            pinned={ALONE: 2},
        ),
        joined=1900, away=(36, -65),
    ),
)  # fmt: skip

COMMERCE = (
    Member(
        "ingrid", "Ingrid Solheim", "",
        Course(role="staff", like="staff", start=0.85, pace=1, diligence=0.5, strong=areas("people", "ownership")),
        joined=3100,
    ),
    Member(
        "bob", "Bob Okafor", "commerce",
        Course(role="staff", like="staff", start=0.82, pace=2, weak=areas("platform"), unrated=areas("kubernetes")),
        joined=2600, earlier=("senior", 500), notes=(WELCOME,),
    ),
    Member(
        "leila", "Leila Haddad", "checkout",
        Course(role="mid", aims="senior", start=0.9, pace=2.8, strong=areas("web"), weak=areas("scale")),
        joined=1200,
    ),
    Member(
        "oskar", "Oskar Nyström", "checkout",
        Course(role="junior", aims="mid", like="junior", start=0.8, pace=4.2, shares=0.9, complete=0.85),
        joined=410,
    ),
    Member(
        "hana", "Hana Kobayashi", "checkout",
        Course(role="senior", like="senior", start=0.88, pace=1.8, strong=areas("caching", "web"), diligence=0.6),
        joined=2050,
    ),
)  # fmt: skip

DISCOVERY = (
    Member(
        "samuel", "Samuel Adeyemi", "",
        Course(role="staff", like="staff", start=0.84, pace=1, diligence=0.4, strong=areas("ownership")),
        joined=2800,
    ),
    Member(
        "grace", "Grace Mwangi", "discovery",
        Course(role="staff", like="staff", start=0.8, pace=2.2, strong=areas("people")),
        joined=2450, earlier=("senior", 320),
    ),
    Member(
        "carol", "Carol Mbeki", "search",
        Course(
            role="mid", aims="platform", start=0.85, pace=3, strong=areas("platform", "observability"),
            weak=areas("data"), unrated=areas("hiring", "stream-processing"), not_applicable=NO_PROJECT,
        ),
        joined=930, notes=(WELCOME,),
    ),
    Member(
        "diego", "Diego Fuentes", "search",
        Course(
            role="senior", like="senior", start=0.88, pace=2, strong=areas("caching", "scale"),
            pinned={"system-design": 2}, says={"system-design": 2},
        ),
        joined=1650, flags={"shares_upward": True},
    ),
    Member(
        "yuki", "Yuki Mori", "search",
        Course(role="junior", aims="mid", like="junior", start=0.85, pace=3.8, strong=areas("craft")),
        joined=520,
    ),
    Member(
        "kwame", "Kwame Boateng", "search",
        Course(role=None, like="junior", start=0.8, pace=2, complete=0.7, strong=areas("people", "ownership")),
        joined=1500, began=95,
        notes=(Note("Welcome to Search", 96, body="You come from support; your role is still to be agreed.", read=True),),
    ),
)  # fmt: skip

PLATFORM = (
    Member(
        "viktor", "Viktor Petrov", "",
        Course(role="staff", like="staff", start=0.83, pace=1, diligence=0.4, strong=areas("platform")),
        joined=2900,
    ),
    Member(
        "dana", "Dana Rossi", "platform",
        Course(role="staff", like="staff", start=0.86, pace=1.6, strong=areas("craft", "scale")),
        joined=2150, flags={"is_taxonomy_admin": True}, notes=(WELCOME,),
    ),
    Member(
        "sofia", "Sofia Marin", "reliability",
        Course(role="platform", aims="staff", like="platform", start=0.9, pace=2, strong=areas("observability")),
        joined=1750, flags={"shares_upward": True},
    ),
    Member(
        "liam", "Liam O’Connor", "reliability",
        Course(role="platform", like="platform", start=0.8, pace=2.4, weak=areas("messaging"), diligence=0.7),
        joined=1300,
    ),
    Member(
        "chen", "Chen Wei", "reliability",
        Course(role="mid", aims="platform", start=0.85, pace=2.6, diligence=0.35, shares=0.5),
        joined=760,
    ),
    Member(
        "elif", "Elif Demir", "reliability",
        Course(
            role="mid", aims="senior", start=0.88, pace=3, weak=areas("platform"),
            pinned={"ci-cd": 2, "containers": 2, "logging-and-errors": 2},
            latest={"ci-cd": 3, "containers": 2, "logging-and-errors": 2},
        ),
        joined=690,
    ),
)  # fmt: skip

ERIN = Member(
    "erin",
    "Erin Novak",
    "",
    None,
    joined=2000,
    flags={"is_people_admin": True, "is_operator": True},
    notes=(WELCOME,),
)

CAST = (*PAYMENTS, *COMMERCE, *DISCOVERY, *PLATFORM, ERIN)
