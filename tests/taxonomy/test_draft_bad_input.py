"""The forms of the draft that lie behind a query string, with values that nobody should send."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.draft.state import load
from tests.test_bad_input import NUMBERS, TEXTS, ask, failures, sent

AT = "pillar-0-condition-0"
FORMS = {
    "/taxonomy/draft/promotion/?role=senior": {
        "do": "save", "seen": "x", "needed": "1", "base_role": "mid", "base_slack": "1", "base-skills": "idempotency",
        "base-more": "Debugging", "pillar": "0", "pillar-0-slug": "one", "pillar-0-name": "One", "pillar-0-summary": "It",
        "pillar-0-condition": "0", f"{AT}-level": "3", f"{AT}-at_least": "1", f"{AT}-skills": "idempotency", f"{AT}-more": "",
    },
    "/taxonomy/draft/targets/?area=data": {
        "level:senior:data-modelling": "3", "weight:senior:data-modelling": "2", "shown": "senior:data-modelling:4:3",
    },
    "/taxonomy/draft/settings/?part=kinds": {"tool-effort": "1", "tool-review_months": "9", "tool-descriptor_0": "No", "seen": "x"},
    "/taxonomy/draft/settings/?part=rules": {"do": "save", "row": "0", "rule-0-rule": "Do", "rule-0-why": "So", "seen": "x"},
    "/taxonomy/draft/settings/?part=translations&language=de": {"text:name": "Technik", "seen": "x"},
}  # fmt: skip


@pytest.mark.parametrize("url", FORMS)
def test_odd_forms(url: str, signed_in: Any, dana: Person, taxonomy: Any, settings: Any) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("zeal.")]
    client = signed_in(dana, raise_request_exception=False)
    form = FORMS[url] | right_marks(client, url)

    def answers() -> Iterator[tuple[str, Any]]:
        for field in form:
            for why, value in (TEXTS | NUMBERS).items():
                yield f"{field}: {why}", ask(client, "POST", url, sent(form, field, value))

    assert failures(answers()) == []
    assert load().examine().problems == ()


def right_marks(client: Client, url: str) -> dict[str, str]:
    """What the form has seen, so that odd values come as far as the draft."""
    shown = client.get(url).context
    return {"seen": shown["seen"]} if "seen" in shown else {}
