"""Template tags: states are told apart without colour, and nothing slips through unescaped."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import formats, translation
from django.utils.translation import trans_real

TODAY = date(2026, 5, 14)


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("tag", "classes", "text", "words"),
    [
        ("{% level_badge 0 'New' %}", "l0", "0", "level 0, New"),
        ("{% level_badge None %}", "unrated", "·", "not rated yet"),
        ("{% level_badge None na=True %}", "na", "n/a", "not applicable"),
        (
            "{% level_badge 3 'Independent' stale=True %}",
            "l3 stale",
            "3",
            "level 3, Independent, out of date",
        ),
    ],
)
def test_level_badge_says_its_state(tag: str, classes: str, text: str, words: str) -> None:
    badge = render(tag)
    assert f'class="level {classes}"' in badge
    assert f'aria-hidden="true">{text}<' in badge
    assert f'class="sr-only">{words}<' in badge


def test_level_pair_reads_from_to() -> None:
    pair = render("{% level_pair 2 3 %}")
    assert pair.index("level 2") < pair.index(" to ") < pair.index("level 3")


def test_a_badge_that_is_kept_speaks_the_language_of_each_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    german = trans_real.translation("de")._catalog._catalogs[0]
    monkeypatch.setitem(german, "not rated yet", "noch offen")
    assert "not rated yet" in render("{% level_badge None 'kept' %}")
    with translation.override("de"):
        assert "noch offen" in render("{% level_badge None 'kept' %}")


def test_a_ladder_offers_each_level_once() -> None:
    levels = [
        {"rank": 0, "name": "None", "sentence": "Not yet.", "folded": True},
        {"rank": 1, "name": "<b>", "sentence": "<i>", "checked": True, "previous": True, "note": "<u>"},
    ]
    ladder = render('{% ladder levels "value" "<s>" %}', levels=levels)
    first, second = ladder.split("<label ")[1:]
    assert 'class="rung folded"' in first
    assert 'name="value" value="0">' in first
    assert 'class="rung previous"' in second
    assert 'name="value" value="1" checked>' in second
    assert [tag for tag in ("<b>", "<i>", "<u>", "<s>") if tag in ladder] == []
    assert "disabled" in render("{% ladder levels disabled=True %}", levels=levels)
    assert "disabled" not in ladder


@pytest.mark.parametrize(("difference", "kind"), [(-2, "below"), (0, "met"), (1, "above")])
def test_gap_delta_has_a_direction(difference: int, kind: str) -> None:
    assert f"delta {kind}" in render("{% gap_delta n %}", n=difference)


def test_names_are_escaped() -> None:
    evil = "<script>x</script>"
    for tag in (
        "{% level_badge 1 n %}",
        "{% progress 1 2 n %}",
        "{% person n %}",
        "{% level_pair 1 2 n n %}",
    ):
        assert "<script" not in render(tag, n=evil)


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Alice Lindqvist", "AL"), ("bo", "B"), ("Ana de la Cruz", "AC"), ("", "?"), (None, "?")],
)
def test_person_initials(name: str, initials: str) -> None:
    assert render("{{ who|person_initials }}", who=SimpleNamespace(name=name)) == initials


@pytest.mark.parametrize(
    ("age", "words"),
    [(0, "today"), (1, "yesterday"), (12, "12 days ago"), (31, "13 April 2026"), (-3, "in 3 days")],
)
def test_relative_date(age: int, words: str, settings) -> None:
    settings.FORMAT_MODULE_PATH = "skillmatrix.web.formats"
    formats.reset_format_cache()
    shown = render("{% relative_date day today %}", day=TODAY - timedelta(days=age), today=TODAY)
    assert f">{words}</time>" in shown
    assert 'datetime="2026-' in shown


def test_relative_date_of_never() -> None:
    assert render("{% relative_date None %}") == "never"


@pytest.mark.parametrize(("url", "current"), [("/a/b/", "page"), ("/a/", "true"), ("/", ""), ("/c/", "")])
def test_active_nav(url: str, current: str) -> None:
    shown = render("{% active_nav url %}", url=url, request=RequestFactory().get("/a/b/"))
    assert shown == (f'aria-current="{current}"' if current else "")


def test_query_keeps_the_other_parameters() -> None:
    request = RequestFactory().get("/?area=a&page=2")
    assert render("{% query page=3 %}", request=request) == "?area=a&amp;page=3"


def test_icon_is_silent_unless_labelled() -> None:
    assert 'aria-hidden="true"' in render("{% icon 'check' %}")
    assert 'aria-label="Done"' in render("{% icon 'check' label='Done' %}")
