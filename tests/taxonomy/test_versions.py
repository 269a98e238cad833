"""The published taxonomy is parsed once a process, and found with one query."""

from __future__ import annotations

from typing import Any

import pytest

from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import publish
from tests.taxonomy.documents import SMALL

pytestmark = pytest.mark.django_db


def test_nothing_published():
    assert versions.current_number() == 0
    with pytest.raises(versions.NothingPublished):
        versions.current()
    with pytest.raises(versions.NothingPublished):
        versions.by_number(1)
    with pytest.raises(versions.NothingPublished):
        versions.last_with("queues")


def test_one_query_and_the_same_object(django_assert_num_queries: Any):
    publish(text=SMALL, note="", by=None)
    first = versions.current()

    with django_assert_num_queries(1):
        assert versions.current() is first
    assert versions.by_number(1) is first


def test_a_publish_is_seen_at_once_and_old_versions_stay():
    publish(text=SMALL, note="", by=None)
    publish(text=SMALL.replace("name: Queues", "name: Lines"), note="", by=None)

    assert versions.current().skills["queues"].name == "Lines"
    assert versions.by_number(1).skills["queues"].name == "Queues"
    assert (versions.by_number(1).number, versions.current().number) == (1, 2)


@pytest.mark.parametrize("name", ["One", "Two"])
def test_a_number_that_comes_back_does_not_bring_back_the_old_document(name: str):
    publish(text=SMALL.replace("name: Small", f"name: {name}"), note="", by=None)

    assert (versions.current().number, versions.current().name) == (1, name)


def test_a_process_keeps_only_a_few():
    for number in range(versions.KEEP + 3):
        publish(text=SMALL.replace("name: Small", f"name: Kept {number}"), note="", by=None)
        versions.current()

    assert len(versions._parsed) == versions.KEEP
