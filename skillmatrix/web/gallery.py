"""What the gallery at `/components/` shows: made-up values, one of each state."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms

from skillmatrix.web.paging import Page

LEVELS = ["New", "Aware", "Guided", "Independent", "Enabling", "Multiplying"]
SENTENCES = [
    "I have not met idempotency yet.",
    "I can say what a repeated request could break.",
    "With somebody beside me I add an idempotency key to an endpoint.",
    "I design writes so that a retry is harmless, and I test that it is.",
    "Others bring me their retry problems, and I leave them able to solve the next one.",
    "Our services share a way to be safe under retries because I wrote and taught it.",
]


class ExampleForm(forms.Form):
    """A form with one of each field, and an error."""

    name = forms.CharField(help_text="As colleagues know you.")
    email = forms.EmailField(label="E-mail address")
    level = forms.ChoiceField(choices=[("2", "Guided"), ("3", "Independent")])
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    share = forms.BooleanField(label="Share with my lead", required=False)


def gallery_context() -> dict[str, Any]:
    """The context of the gallery page."""
    today = date(2026, 5, 14)
    return {
        "levels": [
            {
                "rank": rank,
                "name": name,
                "sentence": sentence,
                "checked": rank == 3,
                "folded": abs(rank - 2) > 1,
            }
            for rank, (name, sentence) in enumerate(zip(LEVELS, SENTENCES, strict=True))
        ],
        "scales": [(size, range(size)) for size in (3, 4, 5, 6, 8, 10)],
        "skills": [
            "Idempotency",
            "Queues",
            "Caching",
            "Observability",
            "Code reading",
            "Estimation",
            "Empathy",
        ],
        "matrix": _matrix(),
        "form": ExampleForm({"name": "Alice Example", "email": "not an address"}),
        "person": SimpleNamespace(name="Alice Example"),
        "page": Page(rows=[1, 2, 3], number=2, has_next=True),
        "crumbs": [("Taxonomy", "/components/"), ("Reliability", "/components/"), ("Idempotency", "")],
        "tabs": [
            ("Gaps", "/components/", True, 7),
            ("Roadmap", "#", False, None),
            ("History", "#", False, None),
        ],
        "today": today,
        "days": [today, today - timedelta(days=1), today - timedelta(days=12), today - timedelta(days=400)],
    }


def _matrix() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Rows of (person, cells), a cell being (classes, text, what a screen reader says)."""
    rows = {
        "Alice Example": "2 3 1b u 4 5a 3",
        "Bob Lead": "4 n 3 3s 5 2 4a",
        "Noor Newhire": "u u u u 0 1 2",
        "Tomás Ferreira": "3 2b 3 4 n 3 1b",
    }
    return [(person, [_cell(code) for code in codes.split()]) for person, codes in rows.items()]


def _cell(code: str) -> tuple[str, str, str]:
    if code == "u":
        return "unrated", "·", "not rated yet"
    if code == "n":
        return "na", "n/a", "not applicable"
    extra = {"b": ("below", "below target"), "a": ("above", "above target"), "s": ("stale", "out of date")}
    kind, words = extra.get(code[1:], ("", ""))
    return f"l{code[0]} {kind}".strip(), code[0], words
