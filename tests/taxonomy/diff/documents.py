"""A document in which every key of the schema is used, as plain content to edit."""

from __future__ import annotations

import copy
from typing import Any

Content = dict[str, Any]

FULL: Content = {
    "schema": 1,
    "name": "Full",
    "language": "en",
    "evidence_from": 2,
    "coverage": 2,
    "scale": [
        {"name": "Low", "descriptor": "Little"},
        {"name": "Middle", "descriptor": "Some"},
        {"name": "High", "descriptor": "Much"},
    ],
    "rescale": {"Bottom": 0, "Top": 2},
    "kinds": {
        kind: {"effort": 1.5, "review_months": 12, "descriptors": [f"{kind} {rank}" for rank in range(3)]}
        for kind in ("concept", "tool", "practice", "behaviour")
    },
    "rating_rules": [
        {"rule": "Rate ordinary days", "why": "They count"},
        {"rule": "Ask for help", "why": "It is right"},
    ],
    "areas": [
        {
            "slug": "data",
            "name": "Data",
            "summary": "What stays",
            "principle": "skilled",
            "skills": [
                {"slug": "queues", "name": "Queues", "kind": "concept", "definition": "What a queue buys"},
                {
                    "slug": "brokers",
                    "name": "Brokers",
                    "kind": "tool",
                    "definition": "Running a broker",
                    "prerequisites": ["queues", "caching"],
                    "descriptors": ["I have none", "I use one", "I run one"],
                    "evidence": "A graph",
                    "watch_out": "A tutorial is not enough",
                    "resources": [
                        {"title": "Queues", "by": "A. Author", "kind": "book", "level": 1, "url": "https://a.example/"},
                        {"title": "Brokers", "by": "B. Author", "kind": "docs", "level": 2},
                    ],
                    "quick": True,
                    "overlooked": True,
                    "effort": 0.5,
                    "review_months": 6,
                    "evidence_from": 1,
                    "coverage": 1,
                    "principle": "skilled",
                    "optional": True,
                    "meaning": 3,
                    "split_from": "queues",
                    "interview": ["Why a broker?", "Why not?"],
                },
                {"slug": "caching", "name": "Caching", "kind": "concept", "definition": "Keeping copies"},
            ],
        },
        {
            "slug": "people",
            "name": "People",
            "summary": "Who does it",
            "skills": [
                {"slug": "teaching", "name": "Teaching", "kind": "behaviour", "definition": "Passing it on"},
                {
                    "slug": "scolding", "name": "Scolding", "kind": "behaviour", "definition": "Old ways",
                    "retired": True, "replaced_by": "teaching", "merged": True, "off": True,
                },
                {"slug": "hiring", "name": "Hiring", "kind": "practice", "definition": "Finding people"},
            ],
        },
        {"slug": "later", "name": "Later", "summary": "Nothing yet", "skills": []},
    ],
    "roles": [
        {
            "slug": "junior", "name": "Junior", "summary": "Starts", "short": "Jun", "track": "Engineering",
            "next_roles": ["senior", "staff"], "targets": {"queues": [1, 1], "teaching": [0, 1]},
        },
        {
            "slug": "senior", "name": "Senior", "summary": "Knows", "promotion": True,
            "targets": {"queues": [1, 3], "brokers": [1, 2], "caching": [1, 1]},
        },
        {"slug": "staff", "name": "Staff", "summary": "Leads", "targets": {"queues": [2, 1]}},
    ],
    "promotion": [
        {
            "role": "senior", "needed": 1, "base_role": "junior", "base_slack": 2, "base_skills": ["queues"],
            "pillars": [
                {
                    "slug": "depth", "name": "Depth", "summary": "Runs things",
                    "conditions": [
                        {"skills": ["queues", "brokers"], "level": 1, "at_least": 2},
                        {"skills": ["caching"], "level": 1, "at_least": 1},
                    ],
                },
                {
                    "slug": "breadth", "name": "Breadth", "summary": "Knows many",
                    "conditions": [{"skills": ["teaching"], "level": 1, "at_least": 1}],
                },
            ],
        },
        {
            "role": "staff", "needed": 1,
            "pillars": [
                {
                    "slug": "reach", "name": "Reach", "summary": "Goes far",
                    "conditions": [{"skills": ["hiring"], "level": 1, "at_least": 1}],
                },
            ],
        },
    ],
    "translations": {
        "de": {"name": "Voll", "skills.queues.name": "Warteschlangen"},
        "fr": {"scale.0.name": "Bas"},
    },
}  # fmt: skip


def full() -> Content:
    """A copy to edit."""
    return copy.deepcopy(FULL)


def skill(content: Content, slug: str) -> Content:
    """The entry of a skill."""
    return next(s for area in content["areas"] for s in area["skills"] if s["slug"] == slug)


def area(content: Content, slug: str) -> Content:
    """The entry of an area."""
    return next(found for found in content["areas"] if found["slug"] == slug)


def role(content: Content, slug: str) -> Content:
    """The entry of a role."""
    return next(found for found in content["roles"] if found["slug"] == slug)
