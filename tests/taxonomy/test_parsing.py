"""A document is read whole or not at all, and each problem comes with its line and what to do."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from skillmatrix.taxonomy.actions import DEFAULT
from skillmatrix.taxonomy.building import content_of
from skillmatrix.taxonomy.document import Kind, Target
from skillmatrix.taxonomy.parsing import Invalid, examine, parse, read
from tests.taxonomy.documents import SMALL, line_of


def problems(text: str | bytes) -> list[str]:
    """What `parse` says about a broken document."""
    with pytest.raises(Invalid) as raised:
        parse(text)
    return [str(problem) for problem in raised.value.problems]


def test_a_sound_document_is_read():
    taxonomy = parse(SMALL)

    assert [level.name for level in taxonomy.scale] == ["Low", "Middle", "High"]
    assert taxonomy.skills["brokers"].kind is Kind.TOOL
    assert taxonomy.skills["brokers"].area == "one"
    assert taxonomy.roles["senior"].targets == {"queues": Target(2, 3), "brokers": Target(2, 2)}
    assert taxonomy.promotion[0].pillars[0].conditions[0].at_least == 2
    assert (taxonomy.number, taxonomy.slots) == (0, {})


def test_a_skill_without_a_ladder_has_the_sentences_of_its_kind():
    assert parse(SMALL).skills["queues"].descriptors == ("c0", "c1", "c2")


def test_a_level_alone_is_a_target_that_weighs_one():
    assert parse(SMALL.replace("{queues: [1, 1]}", "{queues: 1}")) == parse(SMALL)


def test_json_is_read_as_well():
    as_json = json.dumps(yaml.safe_load(SMALL.replace("name: Small", "name: 'A\\B/ 😀'")), indent="\t")

    assert parse(as_json).name == "A\\B/ 😀"
    assert parse(as_json.replace("/", "\\/")).name == "A\\B/ 😀"


BROKEN = {
    "unknown key": ("definition: Running", "defintion: Running", "defintion:", "Did you mean “definition”?"),
    "unknown key, nothing near": ("name: Small", "name: Small\nxyzzy: 1", "xyzzy", "Use one of: schema"),
    "missing key": ("        definition: What a queue buys\n", "", "slug: queues", "“definition” is missing"),
    "schema of the future": ("schema: 1", "schema: 2", "schema: 2", "reads schema 1"),
    "unknown kind": ("kind: tool", "kind: gadget", "kind: gadget", "none of concept, tool, practice, behaviour"),
    "unknown prerequisite": ("[queues]\n        desc", "[queue]\n        desc", "[queue]", "Did you mean “queues”?"),
    "duplicate slug": ("slug: brokers", "slug: queues", "- slug: queues\n      ", "is taken on line"),
    "duplicate key": ("        name: Queues", "        name: Q\n        name: Queues", "name: Queues", "already"),
    "number for text": ("name: Queues", "name: 42", "name: 42", 'quotes: "42"'),
    "no for text": ("name: Queues", "name: no", "name: no", 'quotes: "no"'),
    "nothing for text": ("name: Queues", "name:", "        name:", "Nothing stands here"),
    "blank text": ("name: Queues", "name: '  '", "name: '  '", "is empty"),
    "list for text": ("name: Queues", "name: [a]", "name: [a]", "not a list"),
    "text for a number": ("review_months: 9", "review_months: nine", "nine", "whole number from 1 to 120"),
    "factor of zero": ("effort: 0.75", "effort: 0", "effort: 0,", "above 0"),
    "yes for true": ("kind: tool", "kind: tool\n        quick: yes", "quick: yes", "true or false"),
    "level off the scale": ("[2, 3]", "[3, 3]", "[3, 3]", "from 0 to 2"),
    "weight of zero": ("[2, 3]", "[2, 0]", "[2, 0]", "from 1 to 9"),
    "target of three": ("[2, 3]", "[2, 3, 4]", "[2, 3, 4]", "[level, weight]"),
    "target for a stranger": ("{queues: [1, 1]}", "{topics: [1, 1]}", "topics", "does not exist"),
    "sentences and scale": ("[I have none, ", "[", "[I use one", "2 sentences stand here"),
    "sentences of a kind": ("[t0, ", "[", "[t1", "2 sentences stand here"),
    "two levels are no scale": ("  - {name: Low, descriptor: Little}\n", "", "scale:", "3 to 10 items"),
    "next role unknown": ("[senior]", "[boss]", "[boss]", "“boss” does not exist"),
    "too many pillars needed": ("needed: 1", "needed: 2", "needed: 2", "only 1 stand"),
    "condition never met": ("at_least: 2", "at_least: 3", "at_least: 3", "never be met"),
    "bad slug": ("slug: queues", "slug: Queues!", "Queues!", "is not a slug"),
    "successor without retirement": (
        "kind: tool", "kind: tool\n        replaced_by: queues", "replaced_by", "Add “retired: true”"
    ),
    "translation of nothing": (
        "promotion:", "translations: {de: {skills.x.name: Y}}\npromotion:", "skills.x.name", "No text has the path"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_problem_is_named_with_its_line(name: str):
    old, new, where, message = BROKEN[name]
    text = SMALL.replace(old, new, 1)
    assert text != SMALL
    line = line_of(text, where.split("\n")[0])
    if name == "duplicate slug":
        line = text.splitlines().index("      - slug: queues", line) + 1

    found = problems(text)

    assert any(problem.startswith(f"line {line}") and message in problem for problem in found), found


def test_one_run_names_every_problem():
    text = (
        SMALL.replace("kind: concept", "kind: gadget")
        .replace("[2, 3]", "[7, 3]")
        .replace("schema: 1", "schema: 9")
    )

    assert len(problems(text)) == 3


def test_a_circle_of_prerequisites_is_named_in_full():
    text = SMALL.replace("definition: What a queue buys", "definition: x\n        prerequisites: [brokers]")

    (problem,) = problems(text)

    assert "brokers → queues → brokers" in problem


def test_a_successor_must_be_in_use_itself():
    text = SMALL.replace(
        "kind: tool", "kind: tool\n        retired: true\n        replaced_by: queues"
    ).replace("kind: concept", "kind: concept\n        retired: true")

    found = "\n".join(problems(text))

    assert "is itself retired" in found
    assert "“queues” is retired. Remove this target." in found


def test_a_tool_asked_above_its_concept_is_a_warning():
    reading = read(SMALL.replace("{queues: [2, 3], brokers", "{queues: [1, 3], brokers"))

    (warning,) = reading.warnings
    assert "2 of a tool and 1 of the concept “queues”" in warning.message
    assert warning.line == line_of(SMALL, "brokers: {level")


def test_a_prerequisite_asked_far_below_is_a_warning():
    text = SMALL.replace("kind: tool", "kind: practice").replace("{queues: [2, 3], brokers", "{brokers")

    (warning,) = read(text).warnings
    assert "prerequisite “queues” only 0" in warning.message


@pytest.mark.parametrize(
    ("name", "mistake"),
    {
        "alias": SMALL.replace("name: Queues", "name: &a Queues"),
        "bomb": "a: &a [x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n",
        "tag": SMALL.replace("name: Queues", "name: !!python/object/apply:os.system [x]"),
        "own tag": SMALL.replace("name: Queues", "name: !secret Queues"),
        "deep": "[" * 5000,
        "deep mapping": "".join(" " * depth + "a:\n" for depth in range(40)),
        "two documents": SMALL + "---\n" + SMALL,
        "no YAML": "areas: [one, two",
        "tab": "schema: 1\n\tname: x",
        "list at the top": "- one",
        "text at the top": "hello",
        "empty": "",
        "only a comment": "# nothing",
        "null byte": "schema: 1\0",
        "list as key": "? [a]\n: b",
        "lone surrogate": "name: \ud800",
        "latin-1": "name: Grün".encode("latin-1"),
        "utf-16": SMALL.encode("utf-16"),
        "too long": SMALL + "# x\n" * (5 * 1024 * 256),
    }.items(),
)
def test_what_could_do_harm_is_refused(name: str, mistake: str | bytes):
    assert problems(mistake)


def test_a_text_error_names_its_line():
    assert problems("name: ok\nother: Gr\xfcn".encode("latin-1"))[0].startswith("line 2")
    assert problems("schema: 1\nname: &x y")[0].startswith("line 2")


def test_utf_8_with_a_mark_is_fine():
    assert parse(b"\xef\xbb\xbf" + SMALL.encode()) == parse(SMALL)


def test_plain_content_is_examined_by_the_same_rules():
    for text in (SMALL, DEFAULT.read_text()):
        reading = read(text)

        taxonomy, found, warnings = examine(content_of(reading.taxonomy))

        assert (taxonomy, found) == (reading.taxonomy, ())
        assert [warning.message for warning in warnings] == [warning.message for warning in reading.warnings]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("name", 3), ("name", None), ("name", ["x"]), ("name", "a\x07"), ("schema", True), ("coverage", "2"),
        ("coverage", 1.5), ("coverage", float("nan")), ("coverage", 10**20), ("scale", {}), ("extra", 1),
    ],
)  # fmt: skip
def test_plain_content_of_the_wrong_shape(path: str, value: Any):
    taxonomy, found, _warnings = examine({**content_of(parse(SMALL)), path: value})

    assert taxonomy is None
    assert [problem.path for problem in found if problem.path in (path, "")]


def test_plain_content_that_names_a_slug_twice_or_goes_too_deep():
    content = content_of(parse(SMALL))
    content["areas"].append(content["areas"][0])
    deep: Any = []
    for _ in range(3000):
        deep = [deep]

    assert any("taken" in problem.message for problem in examine(content)[1])
    assert "nested" in examine({"name": deep})[1][0].message
    assert examine([])[0] is None  # type: ignore[arg-type]


def test_control_characters_are_refused_however_they_are_spelt():
    assert any(
        "control character" in line for line in problems(SMALL.replace("name: Small", 'name: "a\\0b"'))
    )
    assert any(
        "control character" in line for line in problems(SMALL.replace("name: Small", 'name: "a\\x1bb"'))
    )
    assert parse(SMALL.replace("name: Small", 'name: "a\\tb"')).name == "a\tb"
