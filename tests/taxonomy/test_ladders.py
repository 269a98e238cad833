"""Nothing is tied to the default taxonomy: other ladders in other words, languages and numbers of levels.

`ladders/` has three, of 3, 4 and 7 levels; a large one of 10 levels is generated.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import actions
from assessments.models import Profile
from assessments.models.rating import UNRATED
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import DEFAULT, publish
from skillmatrix.taxonomy.building import content_of
from skillmatrix.taxonomy.document import Kind, Role, Taxonomy
from skillmatrix.taxonomy.exporting import export
from skillmatrix.taxonomy.models import TaxonomyVersion
from skillmatrix.taxonomy.parsing import parse, read
from skillmatrix.taxonomy.spreadsheet import Mode, read_ladder, write_ladder
from skillmatrix.taxonomy.verify import differences

FOLDER = Path(__file__).with_name("ladders")
LEVELS = {"bakery": 3, "frontend": 4, "data": 7}


def large(*, areas: int = 10, skills: int = 30, roles: int = 12, levels: int = 10) -> str:
    """A document with so many skills in each area, each needing the one before it."""
    scale = [{"name": f"Stufe {chr(65 + n)}", "descriptor": f"So gut wie {n}."} for n in range(levels)]
    content = {
        "schema": 1, "name": "Large", "language": "de", "scale": scale,
        "kinds": {
            kind.value: {"effort": 1.0, "review_months": 12, "descriptors": [f"{kind}: {n}" for n in range(levels)]}
            for kind in Kind
        },
        "areas": [
            {"slug": f"a{a}", "name": f"Gebiet {a}", "summary": f"Teil {a}", "skills": [
                {
                    "slug": f"a{a}-s{s}", "name": f"Können {a}.{s}", "kind": list(Kind)[s % 4].value,
                    "definition": f"Worum es bei {a}.{s} geht", "quick": s == 0,
                    "prerequisites": [f"a{a}-s{s - 1}"] if s else [],
                    "descriptors": [f"Satz {n} von {a}.{s}" for n in range(levels)],
                } for s in range(skills)
            ]} for a in range(areas)
        ],
        "roles": [
            {
                "slug": f"r{r}", "name": f"Rolle {r}", "summary": f"Tut {r}", "track": f"Weg {r % 3}",
                "next_roles": [f"r{r + 1}"] if r + 1 < roles else [],
                "targets": {f"a{a}-s{s}": [1 + (r + s) % (levels - 1), 1 + s % 9] for a in range(areas) for s in range(skills)},
            } for r in range(roles)
        ],
    }  # fmt: skip
    return json.dumps(content)


def text_of(name: str) -> str:
    return large() if name == "large" else (FOLDER / f"{name}.yaml").read_text()


@pytest.fixture(scope="module")
def words_of_the_default() -> set[str]:
    """Names that only the default taxonomy has."""
    default = parse(DEFAULT.read_bytes())
    names = {
        *(skill.name for skill in default.skills.values()),
        *(area.name for area in default.areas),
        *(role.name for role in default.roles.values()),
        *(level.name for level in default.scale[1:]),
        *(level.descriptor for level in default.scale),
        *(rule for rule, _why in default.rating_rules),
    }
    return {name for name in names if name}


@pytest.mark.parametrize("name", LEVELS)
def test_the_ladder_is_sound_and_has_a_sentence_for_every_level_of_every_skill(name: str):
    reading = read(text_of(name))

    assert reading.warnings == ()
    taxonomy = reading.taxonomy
    assert len(taxonomy.scale) == LEVELS[name]
    assert len({role.track for role in taxonomy.roles.values()}) == 2
    for skill in taxonomy.skills.values():
        assert len(set(skill.descriptors)) == LEVELS[name]
        assert skill.descriptors != taxonomy.kinds[skill.kind].descriptors


@pytest.mark.django_db
@pytest.mark.parametrize("name", LEVELS)
def test_what_is_published_comes_out_byte_for_byte(name: str):
    text = text_of(name)

    publish(text=text.encode(), note="", by=None)

    assert TaxonomyVersion.objects.get().text == text
    assert export(versions.current()) == text
    assert differences() == []


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("name", [*LEVELS, "large"])
def test_it_goes_through_a_spreadsheet_unchanged(name: str, mode: Mode):
    taxonomy = parse(text_of(name))

    sheet = read_ladder(write_ladder(taxonomy).encode(), current=taxonomy, mode=mode)

    assert sheet.problems == ()
    assert sheet.content == content_of(taxonomy)


@pytest.mark.parametrize("name", LEVELS)
def test_a_sheet_alone_carries_all_that_it_has_columns_for(name: str):
    taxonomy = parse(text_of(name))

    sheet = read_ladder(
        write_ladder(taxonomy), current=None, mode=Mode.NEW, name=taxonomy.name, language=taxonomy.language
    )

    assert sheet.content is not None
    before, after = content_of(taxonomy), sheet.content
    assert [level["name"] for level in after["scale"]] == [level["name"] for level in before["scale"]]
    assert [role["name"] for role in after["roles"]] == [role["name"] for role in before["roles"]]
    assert [role["targets"] for role in after["roles"]] == [role["targets"] for role in before["roles"]]
    assert [area["name"] for area in after["areas"]] == [area["name"] for area in before["areas"]]
    lost = {"resources", "interview", "overlooked", "effort", "review_months", "meaning"}
    skills = [
        {k: v for k, v in skill.items() if k not in lost}
        for area in before["areas"]
        for skill in area["skills"]
    ]
    assert [skill for area in after["areas"] for skill in area["skills"]] == skills


class Walk:
    """One ladder published, alice rating by it and bob leading her."""

    def __init__(self, text: str, alice: Person, bob: Person, signed_in: Callable[..., Client]) -> None:
        publish(text=text, note="", by=None)
        self.taxonomy: Taxonomy = versions.current()
        self.alice, self.engineer, self.lead = alice, signed_in(alice), signed_in(bob)
        self.role: Role = next(role for role in self.taxonomy.roles.values() if role.next_roles)
        self.today = timezone.localdate()
        actions.assign_role(person=alice, role=self.role.slug, by=None, today=self.today)
        self.skills = [skill.slug for skill in self.taxonomy.active if skill.slug in self.role.targets]

    def rate(self, skill: str, value: int) -> Any:
        return self.engineer.post("/assess/rate/", {
            "skill": skill, "value": str(value), "shown": str(UNRATED), "version": str(self.taxonomy.number), "key": str(uuid4()),
        })  # fmt: skip

    def share(self) -> None:
        own = Profile.objects.get(person=self.alice).own_revision
        actions.share(person=self.alice, shown=own, changes=1, key=uuid4(), today=self.today)

    def addresses(self) -> Iterator[tuple[Client, str]]:
        """Every page that shows the ladder, as the engineer and as the lead."""
        role, skill = self.role.slug, self.skills[0]
        area = self.taxonomy.area_of[skill].slug
        for url in (
            "/", "/taxonomy/", f"/taxonomy/?q={self.taxonomy.skills[skill].name}", f"/taxonomy/skills/{skill}/", "/roles/",
            f"/roles/{role}/", f"/roles/{role}/?with={self.role.next_roles[0]}", "/assess/", f"/assess/areas/{area}/",
            "/assess/?quick=1", "/assess/share/", "/assess/skills/", "/me/gaps/", f"/me/gaps/?role={self.role.next_roles[0]}",
            "/me/roadmap/", "/me/data/", "/taxonomy/versions/", "/taxonomy/versions/1/",
        ):  # fmt: skip
            yield self.engineer, url
        for url in (
            "/", "/teams/payments/", f"/people/{self.alice.public_id}/", f"/people/{self.alice.public_id}/role/",
            f"/people/{self.alice.public_id}/targets/{skill}/",
        ):  # fmt: skip
            yield self.lead, url


@pytest.fixture
def walk(db: None, alice: Person, bob: Person, signed_in: Callable[..., Client]) -> Callable[[str], Walk]:
    return lambda text: Walk(text, alice, bob, signed_in)


def page_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return unescape(response.content.decode())


@pytest.mark.parametrize("name", [*LEVELS, "large"])
def test_every_page_speaks_the_words_of_the_ladder_alone(
    name: str, walk: Callable[[str], Walk], words_of_the_default: set[str]
):
    here = walk(text_of(name))
    top = here.taxonomy.top
    for place, skill in enumerate(here.skills[:40]):
        assert here.rate(skill, (top, 0, 1)[place % 3]).status_code == 303
    here.share()
    own_words = json.dumps(content_of(here.taxonomy), ensure_ascii=False)
    foreign = {word for word in words_of_the_default if word not in own_words}
    assert len(foreign) > 100

    for client, url in here.addresses():
        html = page_of(client, url)
        text = text_in(html)
        # Looking for the letters first is a hundred times faster than for whole words.
        found = [w for w in foreign if w in text and re.search(rf"(?<![\w-]){re.escape(w)}(?![\w-])", text)]
        assert found == [], url
        if 'class="level ' in html or "td.l" in html:
            assert f'data-levels="{top + 1}"' in html, url


def text_in(html: str) -> str:
    """What a reader reads or hears."""
    html = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    labels = " ".join(re.findall(r'(?:title|aria-label|placeholder)="([^"]*)"', html))
    return f"{re.sub(r'<[^>]+>', ' ', html)} {labels}"


@pytest.mark.parametrize("name", [*LEVELS, "large"])
def test_as_many_levels_are_offered_as_there_are(name: str, walk: Callable[[str], Walk]):
    here = walk(text_of(name))
    skill, top = here.skills[0], here.taxonomy.top
    area = here.taxonomy.area_of[skill].slug

    html = page_of(here.engineer, f"/assess/areas/{area}/")
    card = re.search(rf'<article[^>]*id="skill-{skill}".*?</article>', html, re.DOTALL)
    assert card
    rungs = re.findall(r'name="value" value="(\d+)".*?<span class="name">\s*([^<]*?)\s*<', card[0], re.DOTALL)
    assert rungs == [(str(level.rank), level.name) for level in here.taxonomy.scale]
    assert f'data-top="{top}"' in html
    for sentence in here.taxonomy.skills[skill].descriptors:
        assert sentence in card[0]

    assert here.rate(skill, top + 1).status_code == 422
    assert here.rate(skill, top).status_code == 303
    assert f"<kbd>{top}</kbd>" in html


@pytest.mark.parametrize("name", [*LEVELS, "large"])
def test_names_of_levels_stand_where_levels_do(name: str, walk: Callable[[str], Walk]):
    here = walk(text_of(name))
    skill = here.skills[0]
    here.rate(skill, here.taxonomy.top)
    here.share()
    highest = here.taxonomy.scale[-1].name

    for client, url in (
        (here.engineer, f"/taxonomy/skills/{skill}/"),
        (here.engineer, f"/assess/areas/{here.taxonomy.area_of[skill].slug}/"),
        (here.engineer, "/me/gaps/"),
        (here.lead, f"/people/{here.alice.public_id}/"),
    ):
        assert highest in page_of(client, url), url
    asked = here.taxonomy.scale[here.role.targets[skill].level].name
    assert asked in page_of(here.engineer, f"/roles/{here.role.slug}/")


@pytest.mark.django_db
def test_a_large_ladder_costs_no_more_questions_to_the_database_than_a_small_one(
    alice: Person, bob: Person, signed_in: Callable[..., Client]
):
    counts = []
    for text in (large(areas=2, skills=2, roles=2, levels=10), large()):
        here = Walk(text, alice, bob, signed_in)
        for skill in here.skills[:4]:
            here.rate(skill, 1)
        pages = {}
        for client, url in here.addresses():
            if "/versions/" in url:
                continue  # They list versions, of which there are two by then.
            page_of(client, url)  # Once before, as a parsed document is kept by the process.
            with CaptureQueriesContext(connection) as queries:
                page_of(client, url)
            pages[re.sub(r"a\d+(-s\d+)?", "x", url)] = len(queries)
        counts.append(list(pages.values()))

    assert counts[0] == counts[1]
