"""What versions changed: any two, each with the one before, and how large that is."""

from __future__ import annotations

from typing import Any

import pytest

from skillmatrix.people.models import Person
from skillmatrix.taxonomy import history, versions
from skillmatrix.taxonomy.actions import undo
from skillmatrix.taxonomy.diff import What
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.models import TaxonomyVersion
from skillmatrix.taxonomy.parsing import Invalid
from skillmatrix.web.caching import caches
from tests.taxonomy.publishing import edit, fewer_levels, publish_change, reword

BACK = (0, 1, 3, 4, 5)


def whats(old: int, new: int) -> list[What]:
    """The kinds of change between two versions."""
    return [change.what for change in history.between(versions.by_number(old), versions.by_number(new))]


def test_versions_that_lie_far_apart_are_compared_along_their_lineage(taxonomy: Any) -> None:
    publish_change(fewer_levels)
    publish_change(reword_low)

    assert whats(1, 2) == [What.RESCALED]
    # Nothing in version 3 says where the levels of version 1 went: only version 2 does.
    assert whats(1, 3) == [What.RESCALED, What.REWORDED]


def reword_low(content: dict[str, Any]) -> None:
    content["rescale"] = {}
    next(s for a in content["areas"] for s in a["skills"] if s["slug"] == "idempotency")["definition"] = "x"


def test_what_was_taken_back_is_no_difference(taxonomy: Any) -> None:
    publish_change(fewer_levels)
    undo(number=2, note="", by=None, levels=BACK)
    assert whats(1, 3) == []
    assert history.taken_back([1, 2, 3]) == {2: 3}


def test_sizes(taxonomy: Any, django_assert_num_queries: Any) -> None:
    publish_change(reword)
    rows = list(TaxonomyVersion.objects.defer("text", "content"))
    caches["taxonomy-sizes"].clear()
    with django_assert_num_queries(1):
        assert history.sizes(rows) == {2: "2 changes"}
    with django_assert_num_queries(0):
        assert history.sizes(rows) == {2: "2 changes"}


def test_a_draft_can_be_published_after_levels_were_moved(taxonomy: Any, dana: Person) -> None:
    """The database keeps no order of keys, so that of the mapping must not matter."""
    publish_change(fewer_levels)
    draft = edit("idempotency", dana, overlooked=True)
    assert actions.publish_draft(note="", by=dana, shown_revision=draft.revision).number == 3


def test_levels_that_change_places_are_refused(taxonomy: Any) -> None:
    def swap(content: dict[str, Any]) -> None:
        fewer_levels(content)
        content["rescale"] |= {"Enabling": 4, "Multiplying": 3}

    with pytest.raises(Invalid, match="rescale.Multiplying: This level goes below the one before it"):
        publish_change(swap)
