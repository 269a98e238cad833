"""Reading files with past ratings, and checking their lines against what is here."""

from datetime import date
from types import SimpleNamespace
from uuid import UUID

import pytest

from assessments.models.rating import NOT_APPLICABLE
from assessments.past_ratings import Ground, Line, NotATable, check, level_words, read, suggested
from assessments.past_ratings import table as tables
from assessments.past_ratings import workbook as workbooks
from assessments.past_ratings.checking import LEAVE_OUT
from assessments.past_ratings.days import read_day
from skillmatrix.people.importing.decoding import MOST_BYTES
from tests.assessments.workbooks import HEAD, workbook, zipped

HEADER = "skill,level,date,source\n"
TODAY = date(2026, 5, 14)


def lines(text):
    return read((HEADER + text).encode()).lines


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-31", date(2024, 5, 31)),
        ("2024-05-31T10:20:00+02:00", date(2024, 5, 31)),
        ("31.5.2024", date(2024, 5, 31)),
        ("31/05/2024", date(2024, 5, 31)),
        ("05/31/2024", date(2024, 5, 31)),
        ("5/5/2024", date(2024, 5, 5)),
        ("05/06/2024", None),
        ("45443", date(2024, 5, 31)),
        ("45443.5", date(2024, 5, 31)),
        ("2024-02-30", None),
        ("last spring", None),
        ("٢٠٢٤-05-31", None),
        ("", None),
    ],
)
def test_days_that_can_be_read_in_one_way_only(text, day):
    assert read_day(text) == day


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_in_any_usual_writing(separator, encoding):
    text = "Skill,Rating,Day,Origin\nPrüfen,3,2024-05-31,Übersicht\n".replace(",", separator)
    found = read(text.encode(encoding))
    assert found.lines == (Line(2, "", "Prüfen", "3", "2024-05-31", "Übersicht"),)
    assert bool(found.notes) == (encoding == "cp1252")


def test_rows_are_counted_as_a_spreadsheet_does():
    found = lines('\n"two\nlines",3,2024-05-31,\nx,4,2024-05-31,\n')
    assert [(line.row, line.skill) for line in found] == [(3, "two lines"), (5, "x")]


def test_a_workbook_says_the_same_as_a_table():
    found = read(
        workbook([["skill", "level", "date"], ["Caching", 3, 45443], [], ["Queues", "Guided", "2024-01-02"]])
    )
    assert found.lines == (
        Line(2, "", "Caching", "3", "45443", ""), Line(4, "", "Queues", "Guided", "2024-01-02", ""),
    )  # fmt: skip


BOMB = f'{HEAD}<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
BAD = {
    "nothing": (b"", "Missing"),
    "no header": (b"idempotency,3,2024-05-31\n", "Missing"),
    "a header alone": (HEADER.encode(), "no rating below"),
    "twice the same": (b"skill,level,date,Level\nx,1,2024-05-31,2\n", "twice"),
    "an open quotation mark": ((HEADER + '"x,3,2024-05-31\n').encode(), "Row 2"),
    "zeroes": (b"skill,level,date\n\0\0\0\0", "not a text file"),
    "too many rows": ((HEADER + "x,3,2024-05-31,\n" * 5001).encode(), "5,000"),
    "too large": (b"x" * (MOST_BYTES + 1), "larger than 5 MB"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "spreadsheet file"),
    "half a workbook": (workbook([["skill"]])[:-40], "cannot be read"),
    "a ZIP of something else": (zipped(readme="x"), "cannot be read"),
    "entities": (workbook([["skill", "level", "date"]], head=BOMB), "cannot be read"),
    "broken XML": (zipped(xl__worksheets__sheet1=b""), "cannot be read"),
}


@pytest.mark.parametrize(("data", "told"), BAD.values(), ids=BAD)
def test_what_is_no_table_is_refused_in_words(data, told):
    with pytest.raises(NotATable, match=told):
        read(data)


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 10_000)
    bomb = workbook([["skill", "level", "date"], ["x" * 20_000, 3, 45443]])
    assert len(bomb) < 2_000
    with pytest.raises(NotATable):
        read(bomb)


def test_a_part_is_unpacked_no_further_than_allowed_whatever_the_archive_says(monkeypatch):
    archive = workbooks.open_archive(zipped(bomb="x" * 20_000))
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 10_000)
    with pytest.raises(workbooks.NotAWorkbook):
        workbooks.part(archive, "bomb")


def test_cells_are_cut_and_cleaned():
    (line,) = lines(f"a\u202eb\x07c,3,2024-05-31,{'x' * 5000}\n")
    assert line.skill == "ab c"
    assert len(line.source) == tables.MOST_CELL


# --- checking ---------------------------------------------------------------------------------------


@pytest.fixture
def ground(taxonomy):
    def make(**more):
        given = {"taxonomy": taxonomy, "person_id": 7, "address": "alice@example.com", "held": {}}
        return Ground(**{**given, "keys": frozenset(), "today": TODAY, **more})

    return make


LEVELS = {str(n): n for n in range(6)} | {"n/a": NOT_APPLICABLE, "old": LEAVE_OUT}


def test_slug_and_name_mean_the_skill(ground):
    plan = check(
        lines("idempotency,3,2024-05-31,Sheet\nReading Unfamiliar Code,2,2024-01-01,\n"), LEVELS, ground()
    )
    assert [(p.row, p.skill, p.level, p.day, p.source) for p in plan.new] == [
        (3, "code-reading", 2, date(2024, 1, 1), ""), (2, "idempotency", 3, date(2024, 5, 31), "Sheet"),
    ]  # fmt: skip
    assert (plan.skills, plan.left_out, plan.open_levels) == (2, (), ())


LEFT_OUT = {
    "juggling,3,2024-05-31,": "no such skill",
    ",3,2024-05-31,": "skill is missing",
    "idempotency,,2024-05-31,": "level is missing",
    "idempotency,3,,": "date is missing",
    "idempotency,3,05/06/2024,": "cannot be read as a day",
    "idempotency,3,2026-05-15,": "in the future",
    "idempotency,3,1999-12-31,": "before 2000",
    "idempotency,old,2024-05-31,": "leave out",
    "idempotency,3,2024-05-31,manager": "Somebody else said this",
}


@pytest.mark.parametrize(("text", "why"), LEFT_OUT.items())
def test_a_line_that_adds_nothing_says_why_and_where(ground, text, why):
    plan = check(lines(f"code-reading,2,2024-01-01,\n{text}\n"), LEVELS, ground())
    assert len(plan.new) == 1
    (left,) = plan.left_out
    assert left.row == 3
    assert why in left.why


def test_lines_about_others_are_passed_by(ground):
    text = "person,skill,level,date\nBob@Example.com,idempotency,3,2024-05-31\nALICE@example.com,idempotency,3,2024-05-31\n"
    plan = check(read(text.encode()).lines, LEVELS, ground())
    assert [left.row for left in plan.left_out] == [2]
    assert [past.row for past in plan.new] == [3]


def test_a_formula_is_no_statement(ground):
    sheet = read(
        workbook([["skill", "level", "date"], ["idempotency", "=1+2", 45443], ["code-reading", 3, 45443]])
    )
    plan = check(sheet.lines, LEVELS, ground())
    assert [past.skill for past in plan.new] == ["code-reading"]
    assert "formula" in plan.left_out[0].why
    assert level_words(sheet.lines) == ("3",)


def test_words_of_other_scales_wait_to_be_said(ground, taxonomy):
    found = lines(
        "idempotency,7,2024-05-31,\ncode-reading,Expert,2024-05-31,\nkubernetes,expert,2024-05-31,\n"
    )
    assert level_words(found) == ("7", "Expert")
    assert [suggested(word, taxonomy) for word in ("7", "Expert", "3", "3.0", "Guided", "N/A", "٣")] == [
        None, None, 3, 3, 2, NOT_APPLICABLE, None,
    ]  # fmt: skip
    plan = check(found, {}, ground())
    assert (plan.new, plan.left_out, plan.open_levels) == ((), (), ("7", "Expert"))
    assert {past.level for past in check(found, {"7": 5, "expert": 4}, ground()).new} == {4, 5}


def test_of_a_skill_and_day_the_first_line_stands(ground):
    plan = check(lines("idempotency,3,2024-05-31,\nIdempotency,4,31.5.2024,\n"), LEVELS, ground())
    assert [past.level for past in plan.new] == [3]
    assert "Row 2" in plan.left_out[0].why


@pytest.mark.parametrize(("day", "stands"), [(30, True), (31, False)])
def test_what_was_said_since_then_or_that_day_stays(ground, taxonomy, day, stands):
    held = {taxonomy.slots["idempotency"]: date(2024, 5, day)}
    plan = check(lines("idempotency,3,2024-05-31,\n"), LEVELS, ground(held=held))
    assert (len(plan.new), len(plan.left_out)) == ((1, 0) if stands else (0, 1))


def test_what_was_imported_before_is_passed_by(ground):
    found = lines("idempotency,3,2024-05-31,\n")
    (past,) = check(found, LEVELS, ground()).new
    again = check(found, LEVELS, ground(keys=frozenset({past.key})))
    assert (again.new, again.here, again.left_out) == ((), 1, ())
    assert isinstance(past.key, UUID)
    assert check(found, LEVELS, ground(person_id=8)).new[0].key != past.key


def skill(slug, *, retired=False, replaced_by="", off=False):
    return SimpleNamespace(slug=slug, name=slug.title(), retired=retired, replaced_by=replaced_by, off=off)


def test_merged_and_retired_skills_lead_to_what_took_their_place(ground):
    skills = [
        skill("old", retired=True, replaced_by="older"), skill("older", retired=True, replaced_by="new"), skill("new"),
        skill("gone", retired=True), skill("loop", retired=True, replaced_by="loop"), skill("off", off=True),
    ]  # fmt: skip
    taxonomy = SimpleNamespace(
        skills={s.slug: s for s in skills}, slots={s.slug: n for n, s in enumerate(skills)}
    )
    text = "old,3,2024-05-31,\ngone,3,2024-05-31,\nloop,3,2024-05-31,\noff,3,2024-05-31,\nnew,4,2024-06-01,\n"
    plan = check(lines(text), LEVELS, ground(taxonomy=taxonomy))
    assert [(past.row, past.skill) for past in plan.new] == [(2, "new"), (6, "new")]
    assert [left.row for left in plan.left_out] == [3, 4, 5]
