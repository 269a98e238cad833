"""What would be released, without a database."""

from datetime import date

from assessments.changes import unshared
from assessments.inputs import Inputs, Said
from assessments.standing import Statement
from tests import taxonomies

DAY, LATER = date(2026, 3, 2), date(2026, 4, 2)
TAXONOMY = taxonomies.taxonomy([taxonomies.skill("a"), taxonomies.skill("b")])


def said(next_role=None, extra=(), **statements):
    return Said(statements=statements, agreed={}, next_role=next_role, extra_skills=frozenset(extra))


def inputs(own, shared):
    return Inputs(
        person_id=1, revision=3, own_revision=3, shared_revision=1, shared_on=DAY, taxonomy=TAXONOMY, role=None,
        overrides={}, changes_on=None, own=own, shared=shared,
    )  # fmt: skip


def test_nothing_differs():
    assert unshared(inputs(said(a=Statement(2, DAY)), said(a=Statement(2, DAY))), TAXONOMY).count == 0


def test_everything_that_differs_is_listed_in_order():
    own = said("senior", ["b"], b=Statement(3, DAY), a=Statement(2, LATER), gone=Statement(1, DAY))
    found = unshared(inputs(own, said(None, ["a"], a=Statement(2, DAY))), TAXONOMY)
    assert [(c.skill, c.is_confirmed) for c in found.ratings] == [("a", True), ("b", False), ("gone", False)]
    assert (found.next_role, found.added, found.removed) == ((None, "senior"), ("B",), ("A",))
    assert found.count == 6
    assert found.skills == {"a", "b", "gone"}


def test_what_was_taken_back_is_a_change():
    (change,) = unshared(inputs(said(), said(a=Statement(2, DAY))), TAXONOMY).ratings
    assert (change.before, change.after) == (Statement(2, DAY), None)
