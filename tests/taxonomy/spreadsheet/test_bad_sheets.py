"""Whatever is wrong with a sheet is said by row and column, all of it in one run, and nothing comes of it."""

from __future__ import annotations

import time

import pytest

from skillmatrix.taxonomy.parsing import parse
from skillmatrix.taxonomy.spreadsheet import NotASpreadsheet
from skillmatrix.taxonomy.spreadsheet.findings import MOST
from tests.taxonomy.documents import SMALL
from tests.taxonomy.spreadsheet.sheets import NEW, add, new, said, skill, targets

BAD = {
    "level off the scale": ("Queues,One,3", "row 2, column C “Senior”: Level 3 is not on the scale. Write one of 0–2."),
    "no target": ("Queues,One,much", "row 2, column C “Senior”: “much” is no target."),
    "weight": ("Queues,One,2x12", "row 2, column C “Senior”: The weight 12 is not from 1 to 9."),
    "decimal": ("Queues,One,2.5", "row 2, column C “Senior”: “2.5” is no target."),
    "no skill": (",One,1", "row 2, column A “Skill”: The skill is missing."),
    "twice by name": ("Queues,One,1\nBrokers,One,1\nqueues ,One,1", "row 4, column A “Skill”: “queues” stands in row 2 already."),
    "twice when new": ("Topics,One,1\n\nTOPICS,One,1", "row 4, column A “Skill”: “TOPICS” stands in row 2 already."),
    "too few cells": ("Queues,One", "row 2: This row has 2 cells and the header 3."),
    "too many cells": ("Queues,One,1,,more", "row 2, column E: “more” stands in a column without a header."),
    "control character": ("Que\x07ues,One,1", "row 2, column A “Skill”: A control character stands here."),
    "long name": (f"{'x' * 121},One,1", "row 2, column A “Skill”: This text has 121 characters, more than 120."),
    "quote": ('"Queues,One,1\nBrokers,One,1', "row 2: This row cannot be split into cells."),
    "text after a quote": ('"Queues"s,One,1', "row 2: This row cannot be split into cells."),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_problem_is_named_by_row_and_column(name: str):
    rows, told = BAD[name]

    problems = said(add(f"Skill,Area,Senior\n{rows}\n"))

    assert any(problem.startswith(told) for problem in problems), problems


COLUMNS = {
    "kind": ("kind", "gadget", "“gadget” is none of concept, tool, practice, behaviour."),
    "flag": ("quick", "perhaps", "Write yes, or leave the cell empty."),
    "unknown prerequisite": ("prerequisites", "Quees", "There is no skill “Quees”. Separate prerequisites by semicolons. Did you mean “Queues”?"),
    "its own prerequisite": ("prerequisites", "topics", "A skill cannot be its own prerequisite."),
    "slug": ("slug", "Two Words", "This is no slug."),
    "another slug": ("slug", "queue-2", "“Queues” has the slug “queues” here."),
    "long text": ("definition", "x" * 4001, "This text has 4001 characters, more than 4000."),
}  # fmt: skip


@pytest.mark.parametrize("name", COLUMNS)
def test_a_problem_of_another_column(name: str):
    column, cell, told = COLUMNS[name]
    row = "Queues" if name == "another slug" else "Topics"

    problems = said(add(f"skill,area,{column}\n{row},One,{cell}\n"))

    assert problems[0].startswith(f"row 2, column C “{column}”: {told}"), problems


HEADERS = {
    "nothing": ("", "There is nothing in this sheet."),
    "only empty cells": (",,\n,,\n", "There is nothing in this sheet."),
    "no header": ("Queues,One,2\nBrokers,One,1\n", "row 1: There is no header."),
    "only a header": ("skill,area,Senior\n", "row 1: There is no skill below the header."),
    "no area": ("skill,Senior\nQueues,2\n", "row 1: There is no column “area”."),
    "no skill": ("area,Senior\nOne,2\n", "row 1: There is no column “skill”."),
    "column twice": ("skill,area,Skill\nQueues,One,x\n", "row 1, column C “Skill”: Column A is “skill” already."),
    "role twice": ("skill,area,Senior,senior\nQueues,One,1,1\n", "row 1, column D “senior”: Column C is this role already."),
    "level twice": ("skill,area,1,Middle\nQueues,One,a,b\n", "row 1, column D “Middle”: Column C “1” is this level already."),
    "no name": ("skill,area,,Senior\nQueues,One,x,1\n", "row 1, column C: This column has no header."),
    "unknown": ("skill,area,defintion\nQueues,One,x\n", "row 1, column C “defintion”: This is no column, level or role. Did you mean “definition”?"),
    "twenty-eighth column": ("skill,area," + "," * 25 + "xyzzy\nQueues,One," + "," * 25 + "a b\n", "row 1, column AB “xyzzy”:"),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_that_makes_no_sense(name: str):
    text, told = HEADERS[name]

    problems = said(add(text))

    assert problems[0].startswith(told), problems


SCALES = {
    "two levels": ("0 Novice,1 Able,I", "there are 2 columns of a level"),
    "eleven levels": (",".join(f"{n} L{n}" for n in range(11)), "there are 11 columns of a level"),
    "a hole": ("0 Novice,1 Able,3 Master", "There is no column for level 2."),
    "a number twice": ("0 Novice,1 Able,1 Master", "Column E “1 Able” has this number already."),
    "a name twice": ("0 Novice,1 Able,2 able", "Another level is called “able” too."),
    "from 5": ("5 Novice,6 Able,7 Master", "There is no column for level 0."),
}  # fmt: skip


@pytest.mark.parametrize("name", SCALES)
def test_levels_that_are_no_scale(name: str):
    header, told = SCALES[name]
    count = header.count(",") + 1

    problems = said(
        new(
            f"skill,area,{header}\nKneading,Dough{',1' * count}\n".replace("area,0", "area,kind,0").replace(
                "Dough,1", "Dough,tool,1"
            )
        )
    )

    assert any(told in problem for problem in problems), problems


def test_every_problem_in_one_run():
    problems = said(add("skill,area,Seniro,Senior\nQueues,One,,9\n,One,1,\nBrokers,One,,x\nbrokers,One,,\n"))

    assert [problem.partition(":")[0] for problem in problems] == [
        "row 1, column C “Seniro”", "row 2, column D “Senior”", "row 3, column A “skill”",
        "row 4, column D “Senior”", "row 5, column A “skill”",
    ]  # fmt: skip


def test_problems_are_bounded_and_so_is_the_time_for_them():
    rows = "\n".join(f"Skill {n},One,Nothing {n};Nowhere {n}" for n in range(3000))
    started = time.perf_counter()

    problems = said(add(f"skill,area,prerequisites\n{rows}\n"))

    assert len(problems) == MOST
    assert time.perf_counter() - started < 20


def test_circles_are_named_in_full():
    text = "skill,area,prerequisites\nQueues,One,Topics\nTopics,One,brokers\nBrokers,One,queues\nA,One,B\nB,One,A\n"

    problems = said(add(text))

    assert problems == [
        "row 2, column C “prerequisites”: These skills need each other in a circle: "
        "Brokers → Queues → Topics → Brokers. Remove one of these prerequisites.",
        "row 5, column C “prerequisites”: These skills need each other in a circle: "
        "A → B → A. Remove one of these prerequisites.",
    ]


def test_a_circle_through_a_skill_that_is_not_in_the_sheet():
    (problem,) = said(add("skill,area,prerequisites\nQueues,One,Brokers\n"))

    assert "Brokers → Queues → Brokers" in problem
    assert problem.startswith("row 2, ")


def test_retired_skills_are_no_longer_meant():
    retired = "kind: tool\n        retired: true"
    current = parse(SMALL.replace("kind: tool", retired).replace(", brokers: {level: 2, weight: 2}", ""))

    problems = said(add("skill,area,prerequisites\nBrokers,One,\nTopics,One,Brokers\n", current=current))

    assert problems[0].startswith("row 2, column A “skill”: “Brokers” is retired. Bring it back")
    assert problems[1].startswith("row 3, column C “prerequisites”: The prerequisite “Brokers” is retired.")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(separator: str):
    text = "skill,area,Senior,definition\nQueues,One,1x2,short\n".replace(",", separator)

    assert targets(add(text), "senior")["queues"] == [1, 2]


def test_a_semicolon_sheet_may_have_semicolons_in_quotes():
    text = 'skill;area;prerequisites\nTopics;One;"Queues; Brokers"\n'

    assert skill(add(text), "topics")["prerequisites"] == ["queues", "brokers"]


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_that_are_told_apart(encoding: str):
    text = "skill,area,definition\nQueues,One,Größe und Öfen in Zürich\n"

    sheet = add(text.encode(encoding))

    assert skill(sheet, "queues")["definition"] == "Größe und Öfen in Zürich"
    assert sheet.notes == ()


def test_western_european_is_read_with_a_remark():
    sheet = add("skill,area,definition\nQueues,One,Größe\n".encode("cp1252"))

    assert skill(sheet, "queues")["definition"] == "Größe"
    assert "not in UTF-8" in sheet.notes[0]


REFUSED = {
    "another encoding": (
        "skill,area,definition\nQueues,One,捏ねるー、パン生地\n".encode("shift_jis"),
        "cannot be told",
    ),
    "broken utf-16": ("skill,area\nQueues,One\n".encode("utf-16") + b"\xd8", "encoding breaks off"),
    "nul": (b"skill,area\nQue\0ues,One\n", "not a text file"),
    "workbook": (b"PK\x03\x04rest", "Save it as CSV"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text file"),
    "10 MB": (b"skill,area\n" + b"x" * 10_000_000, "larger than 5 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_sheet_is_refused_at_once(name: str):
    raw, told = REFUSED[name]
    started = time.perf_counter()

    with pytest.raises(NotASpreadsheet, match=told):
        add(raw)
    assert time.perf_counter() - started < 1


def test_formulas_stay_text():
    sheet = add("skill,area,definition,evidence\nQueues,One,\"=cmd|'/c calc'!A1\",+1\n")

    assert skill(sheet, "queues")["definition"] == "=cmd|'/c calc'!A1"
    assert skill(sheet, "queues")["evidence"] == "+1"


def test_empty_rows_count_and_say_nothing():
    sheet = add("skill,area,Senior\n\n,,\nQueues,One,1\n\n")
    assert targets(sheet, "senior")["queues"] == [1, 1]

    (problem,) = said(add("skill,area,Senior\n\n,,\nQueues,One,9\n"))
    assert problem.startswith("row 4, ")


def test_rows_are_counted_as_a_spreadsheet_does():
    """A cell of three lines is one row; what Excel says of its separator is none."""
    text = 'sep=;\nskill;area;definition;Senior\nQueues;One;"a\nb\r\nc";1\nBrokers;One;x;9\n'

    (problem,) = said(add(text))
    assert problem.startswith("row 3, column D “Senior”")


def test_a_title_above_the_header():
    sheet = add("Our ladder 2026,,\n,,\nskill,area,Senior\nQueues,One,1\n")

    assert targets(sheet, "senior")["queues"] == [1, 1]
    assert "above the header in row 3" in sheet.notes[0]
    (problem,) = said(add("Our ladder 2026,,\n,,\nskill,area,Senior\nQueues,One,9\n"))
    assert problem.startswith("row 4, ")


def test_a_header_of_two_rows_as_merged_cells_leave_it():
    text = (
        "skill,area,Levels,,,Roles,\n"
        ",,0 Novice,1 Able,2 Master,Baker,Head baker\n"
        "Kneading,Dough,I watch,I knead,I teach it,1,2\n"
    )

    sheet = new(text)

    assert sheet.content is not None, said(sheet)
    assert targets(sheet, "head-baker") == {"kneading": [2, 1]}
    assert any("read from two rows" in note for note in sheet.notes)


def test_a_merged_area_counts_for_the_rows_below():
    sheet = new(
        NEW.replace("Proofing,Dough", "Proofing,").replace("Scoring,Baking", ",Baking,,,,,\nScoring,")
    )

    assert sheet.content is not None, said(sheet)
    assert [[s["slug"] for s in area["skills"]] for area in sheet.content["areas"]] == [
        ["kneading", "proofing"], ["scoring"],
    ]  # fmt: skip
    assert any("first in row 3" in note for note in sheet.notes)


def test_too_many_rows_and_columns():
    rows = "\n".join(f"Skill {n},One" for n in range(5_100))
    assert any("more than 5,000 rows" in problem for problem in said(add(f"skill,area\n{rows}")))

    wide = ",".join(f"role: R{n}" for n in range(260))
    assert "more than 250 columns" in said(add(f"skill,area,{wide}\nA,B{',' * 260}\n"))[0]


def test_limits_of_a_document_hold_here_too():
    rows = "\n".join(f"Skill {n},One" for n in range(501))
    assert any(
        "areas.one.skills" in problem or "500 items" in problem
        for problem in said(add(f"skill,area\n{rows}"))
    )
