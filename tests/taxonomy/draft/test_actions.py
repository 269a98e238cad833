"""Changing the draft: compare-and-set on parts, one change at a time, undo."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import Invalid, Overtaken, publish
from skillmatrix.taxonomy.draft import actions, operations
from skillmatrix.taxonomy.draft.actions import BadPart, DraftMoved, NothingChanged, PartMoved, Unconfirmed
from skillmatrix.taxonomy.draft.state import Draft, load
from skillmatrix.taxonomy.draft.writing import TOGETHER
from skillmatrix.taxonomy.models import DraftChange, DraftPart, TaxonomyDraft, TaxonomyVersion
from skillmatrix.taxonomy.verify import differences
from tests.taxonomy.documents import SMALL
from tests.taxonomy.draft.desk import RICH
from tests.taxonomy.draft.test_operations import operation

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(db: None) -> TaxonomyVersion:
    """The small document, published."""
    return publish(text=SMALL, note="", by=None)


def edit(path: str, by: Person | None = None, shown: str | None = None, **fields: Any) -> Draft:
    """Save a part with some fields changed, as a form that was opened just now."""
    draft = load()
    content = {**draft.parts[path], **fields}
    return actions.save_part(
        path=path, content=content, shown=shown or draft.shown(path), summary=f"{path} changed", by=by
    )


def publish_it(draft: Draft, note: str = "") -> TaxonomyVersion:
    return actions.publish_draft(note=note, by=None, shown_revision=draft.revision)


# Reading


def test_without_a_version_there_is_nothing_to_edit():
    with pytest.raises(versions.NothingPublished):
        load()
    with pytest.raises(versions.NothingPublished):
        actions.save_part(path="area:one", content={}, shown="b0", summary="", by=None)


def test_reading_writes_nothing(small: TaxonomyVersion):
    draft = load()

    assert (draft.id, draft.base, draft.revision) == (None, 1, 0)
    assert draft.is_empty
    assert not draft.is_outdated
    assert draft.content == small.content
    assert draft.shown("skill:queues") == "b1"
    assert draft.examine().taxonomy is not None
    assert not TaxonomyDraft.objects.exists()


def test_reading_costs_few_queries_however_many_parts(taxonomy: Any):
    edit("skill:ci-cd", name="One")
    with CaptureQueriesContext(
        connection,
    ) as one:
        load().examine()
    for slug in list(taxonomy.skills)[:20]:
        edit(f"skill:{slug}", name=f"{slug} too")
    with CaptureQueriesContext(connection) as twenty:
        load().examine()

    assert len(one) == len(twenty) == 4


def test_a_draft_is_its_readers_own_copy(small: TaxonomyVersion):
    load().parts["skill:queues"]["name"] = "Scribbled"
    load().content["areas"][0]["name"] = "Scribbled"

    assert load().content == small.content


# Saving


def test_a_part_is_saved(small: TaxonomyVersion, dana: Person):
    draft = edit("skill:queues", dana, name="Message queues")

    assert draft.parts["skill:queues"]["name"] == "Message queues"
    assert draft.changed_paths == ("skill:queues",)
    assert draft.changes_count == 1
    assert (draft.last_change.summary, draft.last_change.by) == ("skill:queues changed", dana)
    assert draft.shown("skill:queues") == f"{draft.id}.1"
    assert draft.shown("skill:brokers") == "b1"
    assert TaxonomyDraft.objects.get().started_by == dana
    assert versions.current().skills["queues"].name == "Queues"


def test_the_same_content_changes_nothing(small: TaxonomyVersion):
    assert edit("skill:queues").revision == 0
    first = edit("skill:queues", name="Other")
    again = edit("skill:queues")

    assert (again.revision, again.shown("skill:queues")) == (1, first.shown("skill:queues"))
    assert DraftChange.objects.count() == 1


def test_a_form_that_shows_something_old_is_told(small: TaxonomyVersion, dana: Person):
    edit("skill:queues", dana, name="Hers")

    with pytest.raises(PartMoved) as moved:
        edit("skill:queues", shown="b1", name="Mine")

    assert (moved.value.path, moved.value.theirs["name"], moved.value.by) == ("skill:queues", "Hers", dana)
    mine = edit("skill:queues", shown=moved.value.token, name="Mine")
    assert mine.parts["skill:queues"]["name"] == "Mine"


def test_two_skills_do_not_meet(small: TaxonomyVersion):
    edit("skill:queues", shown="b1", name="One")
    draft = edit("skill:brokers", shown="b1", name="Two")

    assert [draft.parts[f"skill:{slug}"]["name"] for slug in ("queues", "brokers")] == ["One", "Two"]


def test_back_to_the_base_is_no_difference(small: TaxonomyVersion):
    """A tab that shows the base's words may save with the token of the base: they are what holds again."""
    edit("skill:queues", name="Other")
    draft = edit("skill:queues", name="Queues")

    assert draft.is_empty
    assert draft.shown("skill:queues") == "b1"
    assert not DraftPart.objects.exists()
    assert edit("skill:queues", shown="b1", name="Third").parts["skill:queues"]["name"] == "Third"
    with pytest.raises(PartMoved):
        edit("skill:queues", shown=f"{draft.id}.1", name="Fourth")


def test_a_token_of_an_older_version_holds_where_the_part_is_the_same(small: TaxonomyVersion):
    publish(text=SMALL.replace("name: Queues", "name: New queues"), note="", by=None)

    assert edit("skill:brokers", shown="b1", name="Fine").parts["skill:brokers"]["name"] == "Fine"
    with pytest.raises(PartMoved) as moved:
        edit("skill:queues", shown="b1", name="Mine")
    assert moved.value.theirs["name"] == "New queues"
    assert moved.value.by is None


@pytest.mark.parametrize("token", ["", "b", "b7", "b99999999999999999", "1.1", "x", "b-1", "b²"])
def test_a_token_that_means_nothing(small: TaxonomyVersion, token: str):
    with pytest.raises(PartMoved):
        actions.save_part(
            path="skill:queues", content=load().parts["skill:queues"], shown=token, summary="", by=None
        )


def test_a_new_part_is_added_once(small: TaxonomyVersion):
    new = {"area": "one", "name": "Streams", "kind": "concept", "definition": "Endless"}
    save = {"path": "skill:streams", "shown": "b1", "summary": "", "by": None}

    draft = actions.save_part(content=new, **save)

    assert draft.order["skills"] == ["queues", "brokers", "streams"]
    with pytest.raises(PartMoved):
        actions.save_part(content={**new, "name": "Also"}, **save)


@pytest.mark.parametrize(
    ("path", "fields", "where"),
    [
        ("skill:queues", {"name": ""}, "name"),
        ("skill:queues", {"definition": None}, "definition"),
        ("skill:queues", {"kind": "gadget"}, "kind"),
        ("skill:queues", {"descriptors": ["a", "", "c"]}, "descriptors.1"),
        ("skill:queues", {"effort": 0}, "effort"),
        ("skill:queues", {"effort": "1"}, "effort"),
        ("skill:queues", {"coverage": 12}, "coverage"),
        ("skill:queues", {"quick": "yes"}, "quick"),
        ("skill:queues", {"nmae": "x"}, ""),
        ("skill:queues", {"slug": "x"}, ""),
        ("skill:queues", {"resources": [{"title": "", "by": "x", "kind": "book", "level": 1}]}, "resources.0.title"),
        ("skill:queues", {"resources": [{"title": "t", "by": "x", "kind": "b", "level": 1, "url": "javascript:1"}]}, "resources.0.url"),
        ("skill:queues", {"area": "two"}, "area"),
        ("skill:queues", {"name": "a\x00b"}, "name"),
        ("skill:queues", {"name": "a\ud800b"}, "name"),
        ("role:senior", {"targets": {"queues": [11, 1]}}, "targets.queues"),
        ("role:senior", {"targets": {"queues": [1, 0]}}, "targets.queues"),
        ("role:senior", {"targets": []}, "targets"),
        ("area:one", {"summary": "  "}, "summary"),
        ("scale", {"levels": [{"name": "A", "descriptor": "a"}]}, "levels"),
        ("document", {"schema": 2}, "schema"),
        ("document", {"areas": []}, ""),
    ],
)  # fmt: skip
def test_a_part_of_the_wrong_shape_is_refused_at_its_field(
    small: TaxonomyVersion, path: str, fields: dict[str, Any], where: str
):
    with pytest.raises(BadPart) as bad:
        edit(path, **fields)

    assert [problem.path for problem in bad.value.problems] == [where]
    assert not DraftPart.objects.exists()


@pytest.mark.parametrize("content", [None, "x", [], 3, {"a": {}}, [[[[]]]]])
@pytest.mark.parametrize(
    "path",
    [
        "skill:queues",
        "scale",
        "kinds",
        "rules",
        "promotion",
        "translations",
        "order",
        "area:one",
        "role:senior",
        "document",
    ],
)
def test_no_content_breaks_it(small: TaxonomyVersion, path: str, content: Any):
    try:
        actions.save_part(path=path, content=content, shown="b1", summary="", by=None)
    except BadPart:
        pass
    else:
        assert (path, content) in [("rules", []), ("promotion", []), ("translations", {"a": {}})]


def test_too_deep_is_refused(small: TaxonomyVersion):
    deep: Any = []
    for _ in range(2000):
        deep = [deep]
    with pytest.raises(BadPart):
        edit("skill:queues", interview=deep)


@pytest.mark.parametrize("path", ["skill:Not a slug", "skill:", "nonsense", "skills:x", f"area:{'x' * 61}"])
def test_no_path_breaks_it(small: TaxonomyVersion, path: str):
    content = {"name": "N", "summary": "S", "area": "one", "kind": "tool", "definition": "D"}
    with pytest.raises(BadPart):
        actions.save_part(path=path, content=content, shown="b1", summary="", by=None)


def test_what_is_empty_or_the_default_is_left_out(small: TaxonomyVersion):
    draft = edit(
        "skill:queues", evidence=" ", quick=False, prerequisites=[], meaning=1, replaced_by=None, effort=None,
        descriptors=["c0", "c1", "c2"],
    )  # fmt: skip

    assert draft.is_empty
    assert edit("skill:queues", evidence_from=0, watch_out="a\r\nb ").parts["skill:queues"] == {
        **load().base_parts["skill:queues"], "evidence_from": 0, "watch_out": "a\nb",
    }  # fmt: skip


def test_rules_between_parts_wait(small: TaxonomyVersion):
    draft = edit("skill:queues", prerequisites=["brokers"])

    found = draft.examine()
    assert found.taxonomy is None
    assert any("queues → brokers" in p.message or "brokers → queues" in p.message for p in found.problems)
    with pytest.raises(Invalid):
        publish_it(draft)


def test_several_parts_are_one_change(small: TaxonomyVersion):
    draft = load()
    parts = {
        "skill:queues": {**draft.parts["skill:queues"], "name": "A"},
        "role:junior": {**draft.parts["role:junior"], "name": "B"},
    }

    after = actions.save_parts(parts=parts, shown=draft.tokens(parts), summary="Both", by=None)

    assert after.changed_paths == tuple(parts)
    assert after.revision == 1
    with pytest.raises(PartMoved):
        actions.save_parts(parts=parts, shown=draft.tokens(["skill:queues"]), summary="", by=None)


def test_a_failure_leaves_nothing(small: TaxonomyVersion):
    parts = {"area:two": {"name": "Two", "summary": "2"}, "skill:queues": {"name": ""}}

    with pytest.raises(BadPart):
        actions.save_parts(parts=parts, shown=load().tokens(parts), summary="", by=None)
    assert load().is_empty


# The grid


def set_target(
    level: int | None, weight: int | None, shown: tuple[int | None, int | None], **other: str
) -> Draft:
    cell = {"role": "junior", "skill": "brokers", **other}
    return actions.set_target(level=level, weight=weight, shown=shown, by=None, **cell)


def test_a_cell_is_set_and_cleared(small: TaxonomyVersion):
    assert set_target(2, 3, (0, 0)).parts["role:junior"]["targets"] == {"queues": [1, 1], "brokers": [2, 3]}
    assert set_target(None, None, (2, 3)).parts["role:junior"]["targets"] == {"queues": [1, 1]}
    assert load().is_empty


def test_cells_of_one_role_do_not_meet(small: TaxonomyVersion):
    set_target(2, 1, (0, 0))
    draft = set_target(2, 1, (1, 1), skill="queues")

    assert draft.parts["role:junior"]["targets"] == {"queues": [2, 1], "brokers": [2, 1]}
    with pytest.raises(PartMoved) as moved:
        set_target(1, 1, (1, 1), skill="queues")
    assert moved.value.theirs["targets"]["queues"] == [2, 1]


def test_a_cell_without_role_or_skill(small: TaxonomyVersion):
    for gone in ({"role": "x"}, {"skill": "x"}):
        with pytest.raises(PartMoved):
            set_target(1, 1, (0, 0), **gone)


def test_a_cell_with_an_impossible_level(small: TaxonomyVersion):
    for level, weight in ((11, 1), (-1, 1), (1, 0), (1, 10)):
        with pytest.raises(BadPart):
            set_target(level, weight, (0, 0))


# Operations under the lock


def test_an_operation_is_carried_out(small: TaxonomyVersion, dana: Person):
    draft, outcome = actions.perform(
        operation=lambda draft: operations.add_skill(draft, "one", "Streams", "concept", "Endless"), by=dana
    )

    assert outcome.slug == "streams"
    assert draft.parts["skill:streams"]["area"] == "one"
    assert (draft.last_change.summary, draft.last_change.by) == (outcome.summary, dana)


def test_moving_is_a_change_of_the_order(small: TaxonomyVersion):
    draft = actions.move_in_order(kind="skills", slug="brokers", before="queues", by=None)

    assert draft.order["skills"] == ["brokers", "queues"]
    assert draft.changed_paths == ("order",)
    assert actions.move_in_order(kind="skills", slug="brokers", before=None, by=None).is_empty


def test_a_removed_area_takes_no_skill_along(small: TaxonomyVersion):
    with pytest.raises(BadPart):
        actions.save_parts(parts={"area:one": None}, shown={"area:one": "b1"}, summary="", by=None)


# Undo


def test_undo_takes_the_newest_change_back(small: TaxonomyVersion):
    edit("skill:queues", name="First")
    second = edit("skill:queues", name="Second")

    with pytest.raises(PartMoved):
        actions.undo_change(revision=1, by=None)
    draft = actions.undo_change(revision=2, by=None)

    assert draft.parts["skill:queues"]["name"] == "First"
    assert draft.last_change.revision == 1
    assert draft.revision > second.revision
    with pytest.raises(PartMoved):
        edit("skill:queues", shown=second.shown("skill:queues"), name="Third")
    last = actions.undo_change(revision=1, by=None)
    assert last.is_empty
    assert last.content == small.content
    assert last.last_change is None
    with pytest.raises(DraftMoved):
        actions.undo_change(revision=1, by=None)


def test_what_one_person_types_on_and_on_is_one_change(small: TaxonomyVersion, dana: Person, erin: Person):
    edit("skill:queues", by=dana, definition="A queue")
    typed = edit("skill:queues", by=dana, definition="A queue buys time")

    assert DraftChange.objects.count() == 1
    assert typed.last_change is not None
    assert typed.last_change.revision == typed.revision, "the page may undo what it shows"
    undone = actions.undo_change(revision=typed.revision, by=dana)
    assert undone.parts["skill:queues"]["definition"] == "What a queue buys"
    assert undone.is_empty


def test_another_person_part_or_moment_is_another_change(small: TaxonomyVersion, dana: Person, erin: Person):
    edit("skill:queues", by=dana, definition="A queue")
    edit("skill:queues", by=erin, definition="A queue of erin")
    edit("skill:brokers", by=erin, definition="A broker")
    DraftChange.objects.update(at=timezone.now() - TOGETHER)
    edit("skill:brokers", by=erin, definition="A broker, later")

    assert DraftChange.objects.count() == 4


def test_undo_without_a_draft(small: TaxonomyVersion):
    with pytest.raises(DraftMoved):
        actions.undo_change(revision=1, by=None)


def test_undo_brings_a_removed_part_and_a_confirmation_back(small: TaxonomyVersion):
    edit("skill:queues", definition="Other words")
    actions.confirm_meaning(skill="queues", wording_only=True, by=None)
    edit("skill:queues", definition="Yet others")
    assert load().unconfirmed == ("queues",)

    draft = actions.undo_change(revision=3, by=None)
    assert draft.unconfirmed == ()
    draft = actions.undo_change(revision=2, by=None)
    assert draft.unconfirmed == ("queues",)
    actions.perform(operation=lambda found: operations.remove_role(found, "junior"), by=None)
    assert "role:junior" not in load().parts
    draft = actions.undo_change(revision=load().last_change.revision, by=None)
    assert "role:junior" in draft.parts


def test_undo_after_somebody_left(small: TaxonomyVersion, dana: Person):
    edit("skill:queues", dana, name="First")
    edit("skill:queues", name="Second")
    dana.delete()

    draft = actions.undo_change(revision=2, by=None)

    assert draft.parts["skill:queues"]["name"] == "First"
    assert actions.undo_change(revision=1, by=None).is_empty


# Each step is a dozen queries, so a failure is shown as it was found.
@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.data())
def test_undoing_everything_gives_the_base_back(django_db_setup: None, data: st.DataObject):
    with transaction.atomic():
        base = publish(text=RICH, note="", by=None)
        for _ in range(data.draw(st.integers(1, 4))):
            change = data.draw(operation(load()))
            with contextlib.suppress(operations.Refused):
                actions.perform(operation=lambda _draft, change=change: change(), by=None)
            slug = data.draw(st.sampled_from(load().order["skills"]))
            edit(f"skill:{slug}", definition=data.draw(st.sampled_from(["A", "B"])))
            actions.confirm_meaning(skill=slug, wording_only=data.draw(st.booleans()), by=None)
        assert load().examine().problems == ()
        assert load().unconfirmed == ()

        while (last := load().last_change) is not None:
            actions.undo_change(revision=last.revision, by=None)

        assert load().content == base.content
        assert not DraftPart.objects.exists()
        transaction.set_rollback(True)


# Discarding


def test_discarding(small: TaxonomyVersion):
    draft = edit("skill:queues", name="Other")

    with pytest.raises(DraftMoved) as moved:
        actions.discard(by=None, shown_revision=0)
    assert moved.value.revision == 1
    assert actions.discard(by=None, shown_revision=1).content == small.content
    assert not TaxonomyDraft.objects.exists()
    assert actions.discard(by=None, shown_revision=1).is_empty
    with pytest.raises(PartMoved):
        edit("skill:queues", shown=draft.shown("skill:queues"), name="Mine")


# Publishing


def test_publishing_ends_the_draft(small: TaxonomyVersion, dana: Person):
    draft = edit("skill:queues", name="Message queues")
    assert draft.note == ""
    assert actions.save_note(note="One name", by=dana).note == "One name"

    version = actions.publish_draft(note="One name", by=dana, shown_revision=draft.revision)

    assert (version.number, version.note, version.published_by) == (2, "One name", dana)
    assert versions.current().skills["queues"].name == "Message queues"
    assert not TaxonomyDraft.objects.exists()
    assert not DraftPart.objects.exists()
    assert load().base == 2
    assert differences() == []


def test_what_publishing_refuses(small: TaxonomyVersion):
    with pytest.raises(NothingChanged):
        actions.publish_draft(note="", by=None, shown_revision=0)
    edit("skill:queues", name="Other")
    with pytest.raises(DraftMoved):
        actions.publish_draft(note="", by=None, shown_revision=0)
    draft = edit("skill:queues", definition="Other words")
    with pytest.raises(Unconfirmed) as unconfirmed:
        publish_it(draft)
    assert unconfirmed.value.slugs == ("queues",)
    draft = edit("skill:queues", definition="What a queue buys", name="Queues")
    with pytest.raises(NothingChanged):
        publish_it(draft)
    draft = edit("skill:queues", name="Other")
    publish(text=SMALL.replace("name: Small", "name: Smaller"), note="", by=None)
    assert load().is_outdated
    with pytest.raises(Overtaken) as overtaken:
        publish_it(draft)
    assert overtaken.value.number == 2
    assert versions.current_number() == 2


def test_another_number_of_levels_needs_a_mapping(small: TaxonomyVersion):
    levels = [*load().parts["scale"]["levels"], {"name": "Top", "descriptor": "All"}]
    draft = edit("scale", levels=levels)
    assert {problem.path for problem in draft.examine().problems} >= {
        "kinds.tool.descriptors", "skills.brokers.descriptors"
    }  # fmt: skip
    kinds = {
        kind: {**entry, "descriptors": [*entry["descriptors"], "x"]}
        for kind, entry in draft.parts["kinds"].items()
    }
    edit("kinds", **kinds)
    draft = edit("skill:brokers", descriptors=["1", "2", "3", "4"])

    assert [problem.path for problem in draft.examine().problems] == ["scale"]


def test_renamed_levels_need_no_mapping(small: TaxonomyVersion):
    levels = [{**level, "name": level["name"].upper()} for level in load().parts["scale"]["levels"]]
    draft = edit("scale", levels=levels)

    assert publish_it(draft).transition["levels"] is None


def test_an_examination_is_remembered_for_its_content_alone(small: TaxonomyVersion):
    first = edit("skill:queues", name="One").examine()
    assert load().examine() is first
    actions.discard(by=None, shown_revision=1)

    assert edit("skill:queues", name="Two").examine().taxonomy.skills["queues"].name == "Two"


# Whole documents


def test_a_document_replaces_everything(small: TaxonomyVersion):
    content = {**small.content, "name": "Imported", "roles": small.content["roles"][1:]}
    del content["promotion"]

    draft = actions.replace_all(content=content, summary="Imported", by=None)

    assert draft.content == content
    assert draft.changed_paths == ("document", "promotion", "order", "role:junior")
    assert [p.path for p in draft.examine().problems] == []
    assert actions.undo_change(revision=1, by=None).content == small.content


def test_a_document_that_breaks_rules_between_parts_can_be_mended_in_the_draft(small: TaxonomyVersion):
    content = {**small.content, "roles": small.content["roles"][1:]}

    draft = actions.replace_all(content=content, summary="Imported", by=None)

    assert [p.path for p in draft.examine().problems] == ["promotion.0.base_role"]


@pytest.mark.parametrize("content", [{}, {"areas": 3}, {"areas": [], "roles": [{}]}, {"schema": 1}])
def test_a_document_of_the_wrong_shape_is_refused(small: TaxonomyVersion, content: Any):
    with pytest.raises(BadPart):
        actions.replace_all(content=content, summary="", by=None)


def test_a_document_replaces_only_what_its_page_showed(small: TaxonomyVersion):
    shown = load().shown_whole
    edit("skill:queues", name="Other")

    with pytest.raises(DraftMoved):
        actions.replace_all(content=small.content, summary="", by=None, shown=shown)
    assert actions.replace_all(content=small.content, summary="", by=None, shown=load().shown_whole).is_empty


def test_a_document_that_names_a_skill_twice_is_refused(small: TaxonomyVersion):
    area = small.content["areas"][0]
    content = {**small.content, "areas": [{**area, "skills": [*area["skills"], area["skills"][0]]}]}

    with pytest.raises(BadPart) as bad:
        actions.replace_all(content=content, summary="", by=None)
    assert "taken" in str(bad.value)


def test_what_every_document_has_cannot_be_taken_out(small: TaxonomyVersion):
    with pytest.raises(BadPart):
        actions.save_parts(parts={"scale": None}, shown={"scale": "b1"}, summary="", by=None)


# Two connections


def at_once(*tasks: Callable[[], Any]) -> list[Any]:
    """Run tasks on connections of their own, started together; an exception is a result too."""
    start, results = threading.Barrier(len(tasks)), {}

    def run(place: int, task: Callable[[], Any]) -> None:
        start.wait()
        try:
            results[place] = task()
        except Exception as error:  # noqa: BLE001
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=found) for found in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [results[place] for place in range(len(tasks))]


def saving(path: str, shown: str, **fields: Any) -> Callable[[], Draft]:
    content = {**load().parts[path], **fields}
    return lambda: actions.save_part(path=path, content=content, shown=shown, summary=path, by=None)


@pytest.mark.django_db(transaction=True)
def test_two_first_writes_at_once_share_one_draft():
    publish(text=SMALL, note="", by=None)
    for _ in range(5):
        results = at_once(saving("skill:queues", "b1", name="A"), saving("skill:brokers", "b1", name="B"))

        assert all(isinstance(found, Draft) for found in results), results
        draft = load()
        assert set(draft.changed_paths) == {"skill:queues", "skill:brokers"}
        assert sorted(DraftChange.objects.values_list("revision", flat=True)) == [1, 2]
        actions.discard(by=None, shown_revision=2)


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_of_one_skill_at_once_one_is_told():
    publish(text=SMALL, note="", by=None)
    for round_ in range(5):
        token = load().shown("skill:queues")
        names = [f"A{round_}", f"B{round_}"]
        results = at_once(*(saving("skill:queues", token, name=name) for name in names))

        moved = [found for found in results if isinstance(found, PartMoved)]
        assert len(moved) == 1
        assert moved[0].theirs["name"] == load().parts["skill:queues"]["name"]
        assert {moved[0].theirs["name"]} < set(names)


@pytest.mark.django_db(transaction=True)
def test_a_save_while_the_draft_is_published_is_told_or_published():
    publish(text=SMALL, note="", by=None)
    for number in range(1, 6):
        draft = load()
        draft = actions.save_part(
            path="area:one", content={"name": f"One {number}", "summary": "S"}, shown=draft.shown("area:one"),
            summary="", by=None,
        )  # fmt: skip
        token = draft.shown("skill:queues")
        results = at_once(
            lambda found=draft: publish_it(found), saving("skill:queues", token, name=f"Late {number}")
        )

        if isinstance(results[0], DraftMoved):  # the save was first: the publisher looks again
            publish_it(load())
            assert versions.current().skills["queues"].name == f"Late {number}"
        else:  # the publish was first: the save starts the next draft
            assert isinstance(results[0], TaxonomyVersion)
            assert load().parts["skill:queues"]["name"] == f"Late {number}"
            publish_it(load())
    assert differences() == []
