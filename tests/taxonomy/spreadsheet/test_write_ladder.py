"""The ladder as a sheet: read back it changes nothing, and no cell can run."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillmatrix.taxonomy.actions import DEFAULT
from skillmatrix.taxonomy.building import content_of
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.parsing import examine, parse
from skillmatrix.taxonomy.spreadsheet import Mode, read_ladder, write_ladder
from skillmatrix.taxonomy.spreadsheet.cells import as_typed, harmless
from tests.taxonomy.documents import SMALL
from tests.taxonomy.spreadsheet.sheets import small


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_columns():
    header, queues, brokers = rows(write_ladder(small()))

    assert header == [
        "skill", "slug", "area", "kind", "definition", "prerequisites", "evidence", "watch out", "quick", "optional",
        "off", "0 Low", "1 Middle", "2 High", "Junior", "Senior",
    ]  # fmt: skip
    assert queues == [
        "Queues",
        "queues",
        "One",
        "concept",
        "What a queue buys",
        *[""] * 6,
        "c0",
        "c1",
        "c2",
        "1",
        "2x3",
    ]
    assert brokers[5] == "queues"
    assert brokers[-2:] == ["", "2x2"]


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("text", [SMALL, DEFAULT.read_text()], ids=["small", "default"])
def test_reading_it_back_changes_nothing(text: str, mode: Mode):
    taxonomy = parse(text)

    sheet = read_ladder(write_ladder(taxonomy).encode(), current=taxonomy, mode=mode)

    assert sheet.problems == ()
    assert sheet.notes == ()
    assert sheet.content == content_of(taxonomy)


def test_retired_skills_are_left_out_and_stay_as_they_are():
    retired = "kind: tool\n        retired: true\n        replaced_by: queues"
    taxonomy = parse(SMALL.replace("kind: tool", retired).replace(", brokers: {level: 2, weight: 2}", ""))
    text = write_ladder(taxonomy)

    assert "Brokers" not in text
    sheet = read_ladder(text, current=taxonomy, mode=Mode.ADD, retire_missing=True)
    assert sheet.content == content_of(taxonomy)


ODD_NAMES = {
    "a role like a level": ("name: Junior", "name: 3 star cook"),
    "a role like a column": ("name: Junior", "name: Kind"),
    "a role named as a level": ("name: Junior", "name: Middle"),
    "two roles of one name": ("name: Junior", "name: Senior"),
    "a role like a prefix": ("name: Junior", "name: 'role: Cook'"),
    "a formula": ("name: Junior", "name: '=Junior'"),
    "two skills of one name": ("name: Queues", "name: Brokers"),
    "two areas of one name": (
        "roles:\n", "  - slug: two\n    name: One\n    summary: x\n    skills:\n      - {slug: x, name: X, kind: tool, definition: x}\nroles:\n"
    ),
    "quotes and lines": ("What a queue buys", '"What \\"a\\", queue\\n\\nbuys; and more"'),
    "a formula in a text": ("What a queue buys", "'@SUM(A1)'"),
    "an apostrophe": ("What a queue buys", "\"'=1+1 is text already\""),
    "a dash": ("What a queue buys", "'- a queue'"),
    "a sentence like a target": ("[I have none, I use one, I run one]", "['1', '2', '3']"),
    "a level like a number": ("{name: Middle,", "{name: '2nd year',"),
    "a slug as a name": ("name: Queues", "name: brokers"),
}  # fmt: skip


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_come_back_too(name: str, mode: Mode):
    old, new = ODD_NAMES[name]
    text = SMALL.replace(old, new, 1)
    assert text != SMALL
    taxonomy = parse(text)

    sheet = read_ladder(write_ladder(taxonomy), current=taxonomy, mode=mode)

    assert sheet.problems == ()
    assert sheet.content == content_of(taxonomy)


def test_no_cell_can_run():
    text = SMALL.replace("What a queue buys", "'=HYPERLINK(\"http://x\")'").replace(
        "name: Junior", "name: '+Junior'"
    )

    cells = [cell for row in rows(write_ladder(parse(text))) for cell in row]

    assert '\'=HYPERLINK("http://x")' in cells
    assert "'+Junior" in cells
    assert not [cell for cell in cells if cell[:1] in {*"=+-@\t\r", "＝", "＋", "－", "＠"}]


@given(st.text())
def test_an_apostrophe_comes_off_as_it_went_on(text: str):
    typed = text.replace("\r\n", "\n").replace("\r", "\n").strip()

    assert as_typed(harmless(typed)) == typed
    assert harmless(typed)[:1] not in {"=", "+", "-", "@", "＝", "＋", "－", "＠"}


WORDS = (
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30)
    .map(str.strip)
    .filter(bool)
)


@settings(max_examples=60, deadline=None)
@given(
    names=st.lists(WORDS, min_size=3, max_size=6, unique_by=str.casefold),
    levels=st.lists(WORDS, min_size=3, max_size=10, unique_by=str.casefold),
    asked=st.lists(st.tuples(st.integers(1, 2), st.integers(1, 9)), min_size=3, max_size=3),
)
def test_any_names_of_levels_roles_and_skills_come_back(
    names: list[str], levels: list[str], asked: list[tuple[int, int]]
):
    content = {
        "schema": 1, "name": "x", "language": "en",
        "scale": [{"name": level, "descriptor": f"d {rank}"} for rank, level in enumerate(levels)],
        "kinds": {
            kind: {"effort": 1.0, "review_months": 12, "descriptors": [f"{kind} {rank}" for rank in range(len(levels))]}
            for kind in ("concept", "tool", "practice", "behaviour")
        },
        "areas": [{"slug": "one", "name": names[0], "summary": "s", "skills": [
            {"slug": f"s{place}", "name": name, "kind": "tool", "definition": name} for place, name in enumerate(names)
        ]}],
        "roles": [
            {"slug": f"r{place}", "name": name, "summary": "s", "targets": {f"s{place % len(names)}": list(asked[place])}}
            for place, name in enumerate(names[:3])
        ],
    }  # fmt: skip
    taxonomy, problems, _warnings = examine(content)
    if taxonomy is None:
        return
    assert problems == ()

    comes_back(taxonomy)


def comes_back(taxonomy: Taxonomy) -> None:
    text = write_ladder(taxonomy)
    for mode in Mode:
        sheet = read_ladder(text.encode(), current=taxonomy, mode=mode)
        assert sheet.problems == ()
        assert sheet.content == content_of(taxonomy)
