"""A sheet becomes a document: a whole ladder, or rows for the one there is."""

from __future__ import annotations

import time

import pytest

from skillmatrix.taxonomy.building import content_of
from skillmatrix.taxonomy.parsing import examine, parse
from skillmatrix.taxonomy.spreadsheet import Mode, read_ladder
from tests.taxonomy.documents import SMALL
from tests.taxonomy.spreadsheet.sheets import NEW, add, new, said, skill, small, targets


def test_a_whole_ladder():
    sheet = new(NEW, name="Bakery", language="en")

    assert sheet.problems == ()
    content = sheet.content
    assert content is not None
    assert examine(content)[1] == ()
    assert (content["name"], [level["name"] for level in content["scale"]]) == (
        "Bakery", ["Novice", "Able", "Master"],
    )  # fmt: skip
    assert [(a["slug"], [s["slug"] for s in a["skills"]]) for a in content["areas"]] == [
        ("dough", ["kneading", "proofing"]), ("baking", ["scoring"]),
    ]  # fmt: skip
    assert skill(sheet, "kneading")["descriptors"] == ["I watch", "I knead", "I teach it"]
    assert targets(sheet, "baker") == {"kneading": [1, 1]}
    assert targets(sheet, "head-baker") == {"kneading": [2, 3], "proofing": [2, 2], "scoring": [1, 1]}
    assert (sheet.counts.new, sheet.counts.new_areas, sheet.counts.new_roles) == (3, 2, 2)


def test_what_a_sheet_does_not_say_is_filled_in_and_told():
    sheet = new(NEW)

    assert skill(sheet, "proofing")["definition"]
    assert "descriptors" not in skill(sheet, "proofing")
    assert skill(sheet, "scoring")["descriptors"] == ["I watch", "I score", "Master: level 2 of 2."]
    told = "\n".join(sheet.notes)
    assert "Without a definition, a sentence stands in for it: “Kneading”, “Proofing”, “Scoring”." in told
    assert "taken for a practice" in told
    assert "have the general one: “Proofing”, “Scoring”." in told
    assert "“Baker”, “Head baker”" in told


@pytest.mark.parametrize(
    "header",
    ["Level 0: Novice,Level 1: Able,Level 2: Master", "0. Novice,1) Able,2 - Master", "Novice,Able,Master"],
)
def test_levels_are_known_in_any_of_these_forms(header: str):
    sheet = new(NEW.replace("0 Novice,1 Able,2 Master", header))

    assert sheet.content is not None, said(sheet)
    assert [level["name"] for level in sheet.content["scale"]] == ["Novice", "Able", "Master"]
    assert skill(sheet, "kneading")["descriptors"] == ["I watch", "I knead", "I teach it"]


def test_bare_numbers_are_names_enough():
    sheet = new(NEW.replace("0 Novice,1 Able,2 Master", "0,1,2"))

    assert sheet.content is not None
    assert [level["name"] for level in sheet.content["scale"]] == ["Level 0", "Level 1", "Level 2"]


def test_levels_that_are_counted_from_1_count_from_1_in_cells_too():
    text = NEW.replace("0 Novice,1 Able,2 Master", "1 Novice,2 Able,3 Master").replace("2x3", "3x3")

    sheet = new(text)

    assert targets(sheet, "head-baker")["kneading"] == [2, 3]
    assert targets(sheet, "baker") == {}
    assert any("counted from 0" in note for note in sheet.notes)


def test_a_level_can_be_named_in_a_target():
    assert targets(new(NEW.replace("2x3", "master ×3")), "head-baker")["kneading"] == [2, 3]


@pytest.mark.parametrize(("cell", "asked"), [
    ("2", [2, 1]), ("2x3", [2, 3]), ("2 ×3", [2, 3]), ("2 (3)", [2, 3]), ("2X3", [2, 3]), (" 2 * 3 ", [2, 3]),
    ("٢", [2, 1]), ("", None), ("0", None), ("-", None), ("–", None),
])  # fmt: skip
def test_targets(cell: str, asked: list[int] | None):
    sheet = add(f"skill,area,Junior\nQueues,One,{cell}\n")

    assert targets(sheet, "junior").get("queues") == asked


def test_rows_change_only_the_columns_that_are_there():
    sheet = add("Skill,Area,1 Middle,SENIOR\nqueues,One,I see some,1x2\n")

    assert sheet.problems == ()
    before = {s["slug"]: s for area in content_of(small())["areas"] for s in area["skills"]}
    assert skill(sheet, "queues") == before["queues"] | {"descriptors": ["c0", "I see some", "c2"]}
    assert skill(sheet, "brokers") == before["brokers"]
    assert targets(sheet, "senior") == {"queues": [1, 2], "brokers": [2, 2]}
    assert targets(sheet, "junior") == {"queues": [1, 1]}
    assert (sheet.counts.changed, sheet.counts.unchanged, sheet.counts.new) == (1, 1, 0)


def test_an_emptied_cell_empties_what_can_be_empty():
    current = parse(SMALL.replace("What a queue buys", "What a queue buys\n        evidence: A queue"))
    text = "skill,area,definition,evidence,prerequisites,0 Low,junior\nQueues,One,,,,,\nBrokers,One,,,,,\n"

    sheet = add(text, current=current)

    assert skill(sheet, "queues")["definition"] == "What a queue buys"
    assert "evidence" not in skill(sheet, "queues")
    assert skill(sheet, "brokers").get("prerequisites", []) == []
    assert skill(sheet, "brokers")["descriptors"][0] == "I have none"
    assert targets(sheet, "junior") == {}


def test_a_skill_is_found_by_slug_and_can_be_renamed_then():
    sheet = add("skill,slug,area\nMessage queues,queues,One\n")

    assert skill(sheet, "queues")["name"] == "Message queues"
    assert sheet.counts.new == 0


def test_a_skill_moves_to_another_area_and_a_new_one_is_told():
    sheet = add("skill,area\nQueues,Tow\nTopics,One\n")

    assert sheet.content is not None
    assert [(a["slug"], [s["slug"] for s in a["skills"]]) for a in sheet.content["areas"]] == [
        ("one", ["brokers", "topics"]), ("tow", ["queues"]),
    ]  # fmt: skip
    assert any(note.startswith("“Tow” becomes a new area.") for note in sheet.notes)


def test_a_new_role_needs_the_word_in_front():
    sheet = add("skill,area,role: Principal\nQueues,One,2x2\n")

    assert targets(sheet, "principal") == {"queues": [2, 2]}
    (problem,) = said(add("skill,area,Seniro\nQueues,One,2x2\n"))
    assert problem.startswith("row 1, column C “Seniro”: ")
    assert "Did you mean “Senior”?" in problem
    assert "For a new role write “role:”" in problem


def test_a_name_that_is_a_level_and_a_role_has_to_say_which():
    current = parse(SMALL.replace("name: Middle", "name: Junior"))

    (problem,) = said(add("skill,area,Junior\nQueues,One,1\n", current=current))
    assert "“level: Junior” or “role: Junior”" in problem
    assert targets(add("skill,area,role: Junior\nQueues,One,2\n", current=current), "junior") == {
        "queues": [2, 1]
    }


@pytest.mark.parametrize(("header", "told"), [
    ("3 Expert", "There is no such level"),
    ("level: Expert", "There is no such level"),
    ("1 Fine", "Level 1 is called “Middle” here."),
])  # fmt: skip
def test_the_scale_is_not_changed_by_a_sheet(header: str, told: str):
    (problem,) = said(add(f"skill,area,{header}\nQueues,One,Sentence\n"))

    assert told in problem
    assert "on the page “Scale” of the draft" in problem


def test_another_number_of_levels_is_refused_while_something_is_published():
    text = (
        NEW.replace("2 Master", "2 Master,3 Sage")
        .replace("I teach it", "I teach it,")
        .replace(",,,,,2 (2)", ",,,,,,2 (2)")
    )
    text = text.replace("I score,,-", "I score,,,-")

    assert new(text).content is not None
    (problem,) = said(read_ladder(text, current=small(), mode=Mode.NEW))
    assert "4 levels here and 3 in the present scale" in problem
    assert "“Scale”" in problem


def test_a_new_ladder_keeps_what_has_the_same_name():
    text = "skill,area,0 Low,1 Middle,2 Top,Senior,Boss\nBrokers,One,,,,2,1\nQueues,Two,,,,1,\n"

    sheet = read_ladder(text, current=small(), mode=Mode.NEW)

    assert sheet.content is not None, said(sheet)
    assert skill(sheet, "brokers")["descriptors"] == ["I have none", "I use one", "I run one"]
    assert skill(sheet, "brokers")["prerequisites"] == ["queues"]
    assert [level["descriptor"] for level in sheet.content["scale"]][:2] == ["Little", "Some"]
    assert sheet.content["kinds"]["tool"]["descriptors"] == ["t0", "t1", "Top: level 2 of 2."]
    roles = {role["slug"]: role for role in sheet.content["roles"]}
    assert set(roles) == {"senior", "boss"}
    assert roles["senior"]["summary"] == "Knows"
    # The rule is based on a role that is not in the sheet.
    assert "promotion" not in sheet.content
    assert any("promotion rule" in note for note in sheet.notes)


def test_a_new_ladder_lets_go_of_what_is_not_in_it():
    text = "skill,area,0 Low,1 Middle,2 High,Junior\nBrokers,One,,,,1\n"

    sheet = read_ladder(text, current=small(), mode=Mode.NEW)

    assert sheet.content is not None
    assert skill(sheet, "brokers").get("prerequisites", []) == []
    assert [role.get("next_roles", []) for role in sheet.content["roles"]] == [[]]
    assert sheet.counts.gone == 1


def test_skills_that_are_missing_are_retired_only_when_asked():
    text = "skill,area,Senior\nTopics,One,2\nBrokers,One,1\n"

    assert "retired" not in skill(add(text), "queues")

    sheet = add(text, retire_missing=True)
    assert skill(sheet, "queues")["retired"] is True
    assert skill(sheet, "brokers").get("prerequisites", []) == []
    assert targets(sheet, "senior") == {"brokers": [1, 1], "topics": [2, 1]}
    assert sheet.counts.retired == 1
    assert any("no longer need “Queues”: Brokers" in note for note in sheet.notes)


def test_a_missing_skill_that_a_rule_hangs_on_is_refused():
    text = "skill,area\nTopics,One\n"
    current = parse(
        SMALL.replace(
            "{skills: [queues, brokers], level: 2, at_least: 2}", "{skills: [queues], level: 2, at_least: 1}"
        )
    )

    assert any(
        "Change that rule first" in problem
        for problem in said(add(text, current=current, retire_missing=True))
    )


def test_a_missing_skill_that_nobody_could_rate_yet_is_taken_out():
    draft = add("skill,area\nTopics,One\n").content
    current = examine(draft or {})[0]
    assert current is not None

    sheet = add(
        "skill,area\nQueues,One\nBrokers,One\n", current=current, published=small(), retire_missing=True
    )

    assert sheet.content == content_of(small())


def test_flags_kinds_and_texts():
    text = (
        "skill,area,kind,quick,optional,off,watch out,prerequisites\n"
        "Topics,One,Behavior,x,no,,Mind this,queues; Brokers ;queues\n"
    )

    found = skill(add(text), "topics")

    assert (found["kind"], found["quick"], found["watch_out"]) == ("behaviour", True, "Mind this")
    assert "optional" not in found
    assert "off" not in found
    assert found["prerequisites"] == ["queues", "brokers"]


def test_slugs_of_new_names():
    names = ["C", "C++", "C#", "Größe", "パン生地", "Ζύμωση", "New", "Line\nbreak"]
    rows = "\n".join(f'"{name}",One' for name in names)

    sheet = add(f"skill,area\n{rows}\n", taken={"skill": ["c"]})

    assert sheet.content is not None, said(sheet)
    slugs = [s["slug"] for area in sheet.content["areas"] for s in area["skills"]][2:]
    assert slugs == ["c-2", "c-plus-plus", "c-sharp", "grosse", "skill-1", "skill-2", "new-2", "line-break"]


def test_any_script_is_found_again_by_name():
    text = "skill,area,0 初,1 中,2 上,役割\n捏ねる,生地,見る,捏ねる,教える,1\n"
    first = new(text, language="ja").content
    assert first is not None

    again = read_ladder(text, current=examine(first)[0], mode=Mode.ADD)

    assert again.content == first


def test_thousands_of_rows_take_a_moment():
    rows = [
        f"Skill {n},Area {n % 50},I see,I do,I teach,{n % 3},{n % 3}x2,Skill {n + 1}" for n in range(4000)
    ]
    rows[-1] = rows[-1].rpartition(",")[0] + ","
    text = "skill,area,0 a,1 b,2 c,One,Two,prerequisites\n" + "\n".join(rows)
    started = time.perf_counter()

    sheet = new(text)

    assert sheet.content is not None, said(sheet)[:5]
    assert sheet.counts.new == 4000
    assert time.perf_counter() - started < 20
