"""Documents that nobody should send: refused with a line, by publishing and on the command line, and in a moment.

`test_parsing.py` has each mistake by itself; here stands what it does on the way in, and what is meaner.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.models import Skill
from skillmatrix.taxonomy.parsing import Invalid
from skillmatrix.taxonomy.problems import MOST
from tests.taxonomy.documents import SMALL

pytestmark = pytest.mark.django_db
JSON: dict[str, Any] = yaml.safe_load(SMALL)


def refused(text: str | bytes) -> list[str]:
    """What publishing says about a document; nothing of it is there afterwards, and it took no time."""
    before, started = versions.current_number(), time.perf_counter()
    with pytest.raises(Invalid) as raised:
        publish(text=text, note="", by=None)
    assert time.perf_counter() - started < 20
    assert versions.current_number() == before
    assert before or not Skill.objects.exists()
    return [str(problem) for problem in raised.value.problems]


def on_the_command_line(text: str | bytes, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What `validate` and `publish` say; they leave with 1."""
    file = folder / "bad.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    said = []
    for action in ("validate", "publish"):
        with pytest.raises(SystemExit) as left:
            call_command("taxonomy", action, str(file))
        assert left.value.code == 1
        said.append(capsys.readouterr().err)
    assert said[0] == said[1]
    assert "Nothing was loaded." in said[0]
    return said[0]


def with_key(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new, 1)


LAUGHS = "l0: &l0 [ha, ha]\n" + "".join(f"l{n}: &l{n} [*l{n - 1}, *l{n - 1}]\n" for n in range(1, 60))
BAD: dict[str, tuple[str | bytes, str]] = {
    "a billion laughs": (SMALL + LAUGHS, "Anchors (&) and aliases (*) are not allowed"),
    "an anchor that nothing uses": (with_key("kinds:", "kinds: &k"), "Anchors"),
    "a merge key": (SMALL + "<<: {a: b}\n", "“<<” is not a key"),
    "a merge of an alias": (SMALL + "<<: *x\n", "Anchors"),
    "a tag for bytes": (with_key("name: Queues", "name: !!binary SGVsbG8="), "The tag"),
    "a tag for an object": (with_key("name: Queues", "name: !!python/name:os.system"), "The tag"),
    "a tag by directive": ("%TAG ! tag:example.com,2000:\n---\n" + with_key("name: Queues", "name: !x Q"), "The tag"),
    "a tag for a set": (with_key("prerequisites: [queues]", "prerequisites: !!set {queues}"), "The tag"),
    "a key twice among targets": (with_key("{queues: [1, 1]}", "{queues: [1, 1], queues: [2, 1]}"), "“queues” stands here"),
    "a key twice in JSON": (json.dumps(JSON)[:-1] + ', "name": "Again"}', "“name” stands here"),
    "an area's slug twice": (
        with_key("roles:\n", "  - {slug: one, name: Again, summary: x, skills: []}\nroles:\n"), "The slug “one” is taken"
    ),
    "a role's slug twice": (with_key("slug: senior", "slug: junior"), "The slug “junior” is taken"),
    "a skill's slug twice, in two areas": (
        with_key("roles:\n", "  - {slug: two, name: T, summary: x, skills: [{slug: queues, name: Q, kind: tool, definition: x}]}\nroles:\n"),
        "The slug “queues” is taken",
    ),
    "Norway": (with_key("language: en", "language: no"), 'quotes: "no"'),
    "a level called off": (with_key("name: Low", "name: off"), 'quotes: "off"'),
    "a role called null": (with_key("name: Junior", "name: ~"), 'quotes: "~"'),
    "a name that is a date": (with_key("name: Junior", "name: 2026-01-01"), 'quotes: "2026-01-01"'),
    "a name that is a time": (with_key("name: Junior", "name: 12:30"), 'quotes: "12:30"'),
    "an octal level": (with_key("[2, 3]", "[0o2, 3]"), "whole number"),
    "a level of sixty": (with_key("[2, 3]", "[1:02, 3]"), "whole number"),
    "a level in quotes": (with_key("[2, 3]", "['2', 3]"), "whole number"),
    "a level with a point": (with_key("[2, 3]", "[2.0, 3]"), "whole number"),
    "an endless effort": (with_key("effort: 0.75", "effort: .inf"), "above 0 and up to 10"),
    "an effort that is none": (with_key("effort: 0.75", "effort: .nan"), "above 0 and up to 10"),
    "JSON's NaN": (json.dumps(JSON).replace("0.75", "NaN"), "above 0 and up to 10"),
    "true in capitals": (with_key("kind: tool", "kind: tool\n        quick: True"), "true or false"),
    "nothing but a start": ("---\n", ""),
    "JSON with something after it": (json.dumps(JSON) + "{}", "not valid YAML"),
    "JSON nested without end": ('{"a":' * 5000, ""),
    "JSON's zero byte": (json.dumps(JSON).replace("Queues", "Que\\u0000ues"), "A control character stands here"),
    "half a letter in JSON": (json.dumps(JSON).replace("Queues", "Que\\ud83dues"), ""),
    "a script for a link": (
        with_key("definition: Running a broker", "definition: x\n        resources: [{title: T, by: B, kind: k, level: 1, url: 'javascript:alert(1)'}]"),
        "is no web address",
    ),
    "a successor that is retired": (
        with_key("kind: tool", "kind: tool\n        retired: true\n        replaced_by: queues").replace(
            "kind: concept", "kind: concept\n        retired: true"),
        "The successor “queues” is itself retired",
    ),
    "a merge into what is retired": (
        with_key("kind: tool", "kind: tool\n        retired: true\n        merged: true\n        replaced_by: queues").replace(
            "kind: concept", "kind: concept\n        retired: true"),
        "The successor “queues” is itself retired",
    ),
    "a merge into nothing": (with_key("kind: tool", "kind: tool\n        retired: true\n        merged: true"), "needs “replaced_by”"),
    "its own successor": (
        with_key("kind: tool", "kind: tool\n        retired: true\n        replaced_by: brokers"), "is itself retired"
    ),
    "its own prerequisite": (with_key("prerequisites: [queues]", "prerequisites: [brokers]"), "brokers → brokers"),
    "split from itself": (with_key("kind: tool", "kind: tool\n        split_from: brokers"), "“brokers” does not exist"),
    "utf-16": (SMALL.encode("utf-16"), "not UTF-8"),
    "utf-32": (SMALL.encode("utf-32"), "not UTF-8"),
    "cp1252": (SMALL.replace("Queues", "Größe").encode("cp1252"), "not UTF-8"),
    "shift-jis": (SMALL.replace("Queues", "表示能力").encode("shift_jis"), "not UTF-8"),
    "utf-8 that breaks off": (SMALL.encode() + "ß".encode()[:1], "not UTF-8"),
    "a workbook": (b"PK\x03\x04\x14\x00\x06\x00", ""),
    "10 MB": (SMALL + "# comment\n" * 1_000_000, "more than the 5242880 that are allowed"),
    "10 MB in one word": (SMALL + "x: " + "y" * 10_000_000, "more than the 5242880 that are allowed"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_document_is_refused_and_leaves_nothing(name: str):
    text, told = BAD[name]

    problems = refused(text)

    assert any(told in problem for problem in problems), problems
    assert all(problem.startswith("line ") for problem in problems)


@pytest.mark.parametrize(
    "name",
    ["a billion laughs", "a tag for an object", "a key twice in JSON", "Norway", "utf-16", "cp1252", "10 MB",
     "a successor that is retired", "a skill's slug twice, in two areas"],
)  # fmt: skip
def test_the_command_line_says_the_same(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    text, told = BAD[name]

    assert told in on_the_command_line(text, tmp_path, capsys)
    assert versions.current_number() == 0


def circle(size: int) -> str:
    """So many skills, each needing the next and the last the first."""
    skills = "".join(
        f"      - {{slug: s{n:02}, name: S, kind: tool, definition: x, prerequisites: [s{(n + 1) % size:02}]}}\n"
        for n in range(size)
    )
    return with_key("roles:\n", f"{skills}roles:\n")


def test_a_long_circle_is_named_in_full(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    whole = " → ".join(f"s{n:02}" for n in (*range(40), 0))

    (problem,) = refused(circle(40))

    assert whole in problem
    assert whole in on_the_command_line(circle(40), tmp_path, capsys)


def test_a_document_of_mistakes_is_answered_in_a_moment():
    """Looking for near matches of thousands of names would take minutes."""
    needs = ", ".join(f"queus{n}" for n in range(40))
    skills = "".join(
        f"      - {{slug: skill-{n}, name: S, kind: tool, definition: x, prerequisites: [{needs}]}}\n"
        for n in range(450)
    )
    keys = "".join(f"descriptr{n}: 1\n" for n in range(5000))

    problems = refused(with_key("roles:\n", f"{skills}roles:\n") + keys)

    assert len(problems) == MOST
    assert any("Did you mean" in problem for problem in problems)


FOUR = SMALL.replace(
    "  - {name: High, descriptor: Much}\n",
    "  - {name: High, descriptor: Much}\n  - {name: Top, descriptor: All}\n",
)
FOUR = (
    FOUR.replace("c2]", "c2, c3]")
    .replace("t2]", "t2, t3]")
    .replace("p2]", "p2, p3]")
    .replace("b2]", "b2, b3]")
)
FOUR = FOUR.replace("I run one]", "I run one, I built one]")
RESCALES = {
    "nothing said": ("", "Say where each of the old ones goes: “rescale: {Low: 0, Middle: 1, High: 2}”"),
    "a level left out": ("rescale: {Low: 0, High: 3}\n", "Middle"),
    "a level that never was": ("rescale: {Low: 0, Middle: 1, High: 2, Peak: 3}\n", "Peak"),
    "another spelling": ("rescale: {low: 0, Middle: 1, High: 2}\n", "Low"),
    "off the new scale": ("rescale: {Low: 0, Middle: 1, High: 4}\n", "Level 4 is not on the scale"),
    "levels that change places": ("rescale: {Low: 1, Middle: 0, High: 2}\n", "order"),
    "no number": ("rescale: {Low: zero, Middle: 1, High: 2}\n", "whole number"),
    "a list": ("rescale: [0, 1, 2]\n", "A mapping is due here"),
}  # fmt: skip


@pytest.mark.parametrize("name", RESCALES)
def test_another_number_of_levels_needs_to_know_where_each_goes(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    publish(text=SMALL, note="", by=None)
    mapping, told = RESCALES[name]

    problems = refused(FOUR + mapping)

    assert any(told in problem for problem in problems), problems
    file = tmp_path / "four.yaml"
    file.write_text(FOUR + mapping)
    with pytest.raises(SystemExit) as left:
        call_command("taxonomy", "publish", str(file))
    assert left.value.code == 1
    assert told in capsys.readouterr().err
    assert versions.current_number() == 1


def test_a_rescale_that_names_each_level_is_published():
    publish(text=SMALL, note="", by=None)

    publish(text=FOUR + "rescale: {Low: 0, Middle: 1, High: 3}\n", note="", by=None)

    assert versions.current_number() == 2
