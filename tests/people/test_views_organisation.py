"""The pages of the organisation: for people admins, for others, with htmx, without JavaScript, with nonsense."""

import re
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import make_password

from skillmatrix.people.models import Change, Lead, Membership, PeopleImport, Person, Team
from tests.factories import LeadFactory, MembershipFactory, PersonFactory, TeamFactory


@pytest.fixture
def admin(signed_in, erin):
    return signed_in(erin)


def pages(alice, payments):
    person, team = f"/organisation/people/{alice.public_id}/", f"/organisation/teams/{payments.slug}/"
    return {
        "GET": ["/organisation/", "/organisation/changes/", "/organisation/import/", "/organisation/people/add/", person,
                f"{person}deactivate/", "/organisation/teams/", "/organisation/teams/add/", team, f"{team}close/"],
        "POST": ["/organisation/import/", "/organisation/people/add/", person, f"{person}team/", f"{person}invite/",
                 f"{person}deactivate/", f"{person}reactivate/", "/organisation/teams/add/", f"{team}name/",
                 f"{team}place/", f"{team}lead/", f"{team}close/", f"{team}reopen/"],
    }  # fmt: skip


def test_every_page_is_for_people_admins_alone(signed_in, client, admin, alice, bob, dana, payments):
    for viewer in (alice, bob, dana):
        for method, urls in pages(alice, payments).items():
            for url in urls:
                answer = getattr(signed_in(viewer), method.lower())(url)
                assert answer.status_code == 403, (viewer, method, url)
    for url in pages(alice, payments)["GET"]:
        assert client.get(url).status_code == 302
        assert admin.get(url).status_code == 200, url


def test_reading_changes_nothing_and_posting_pages_refuse_get(admin, alice, payments):
    before = (Person.objects.count(), Change.objects.count(), alice.is_active)
    for url in pages(alice, payments)["GET"]:
        admin.get(url)
    only_posted = set(pages(alice, payments)["POST"]) - set(pages(alice, payments)["GET"])
    assert {admin.get(url).status_code for url in only_posted} == {405}
    assert (
        Person.objects.count(),
        Change.objects.count(),
        Person.objects.get(pk=alice.pk).is_active,
    ) == before


def names(answer):
    return re.findall(r'person-text"><span>([^<]*)', answer.content.decode())


def test_people_are_found_by_name_address_and_team(admin, alice, bob, carol, erin):
    assert names(admin.get("/organisation/")) == [
        "Alice Lindqvist",
        "Bob Okafor",
        "Carol Mbeki",
        "Erin Novak",
    ]
    assert names(admin.get("/organisation/?q=LIND")) == ["Alice Lindqvist"]
    assert names(admin.get("/organisation/?q=carol@")) == ["Carol Mbeki"]
    assert names(admin.get("/organisation/?team=payments")) == ["Alice Lindqvist"]
    assert names(admin.get("/organisation/?team=none")) == ["Bob Okafor", "Erin Novak"]
    assert names(admin.get("/organisation/?q=al&team=search")) == []


@pytest.mark.parametrize("query", ["q=%00", "q=%25_%5C%27", "q=" + "x" * 5000, "team=nowhere", "show=everybody",
                                   "page=-1", "page=999999999", "q=%FF%FE", "user__password=a"])  # fmt: skip
def test_odd_filters_are_answered(admin, query):
    assert admin.get(f"/organisation/?{query}").status_code == 200


def test_deactivated_people_are_listed_apart(admin, alice):
    PersonFactory(name="Gone", is_active=False)
    assert "Gone" not in names(admin.get("/organisation/"))
    assert names(admin.get("/organisation/?show=inactive")) == ["Gone"]


def test_htmx_gets_the_list_and_nothing_around_it(admin, alice, htmx):
    answer = admin.get("/organisation/?q=alice", headers=htmx("people")).content.decode()
    assert answer.strip().startswith('<div class="panel" id="people"')
    assert "<html" not in answer
    assert "<html" in admin.get("/organisation/", headers=htmx("else")).content.decode()


def test_a_long_list_has_pages_and_as_many_queries_as_a_short_one(
    admin, erin, payments, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20) as short:
        admin.get("/organisation/")
    for person in Person.objects.bulk_create(
        Person(name=f"P{n:03}", email=f"p{n}@example.com", password=make_password(None)) for n in range(60)
    ):
        MembershipFactory(person=person, team=payments)
        LeadFactory(person=person, team=TeamFactory())
    with django_assert_max_num_queries(len(short)):
        first = admin.get("/organisation/")
    assert len(names(first)) == 50
    assert "page=2" in first.content.decode()
    assert len(names(admin.get("/organisation/?page=2"))) == 11


def test_adding_a_person_from_the_form(admin, payments):
    form = {"name": "Mia", "email": "mia@example.com", "team": "payments", "is_operator": "on"}
    answer = admin.post("/organisation/people/add/", form)
    person = Person.objects.get(email="mia@example.com")
    assert answer.url == f"/organisation/people/{person.public_id}/"
    assert (person.is_operator, person.is_people_admin) == (True, False)
    assert "an invitation is on its way" in admin.get(answer.url).content.decode()


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"name": "", "email": "a@example.com"},
        {"name": "A", "email": "no"},
        {"name": "A" * 121, "email": "a@example.com"},
        {"name": "A", "email": "ERIN@example.com"},
        {"name": "A", "email": "a@example.com", "team": "nowhere"},
        {"name": "\0", "email": "a@example.com"},
    ],
)
def test_a_form_with_mistakes_comes_back_as_it_was_typed(admin, form):
    answer = admin.post("/organisation/people/add/", form)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert Person.objects.count() == 1


def test_fields_that_are_not_in_the_form_are_ignored(admin):
    form = {
        "name": "Mia",
        "email": "mia@example.com",
        "is_demo": "on",
        "is_active": "",
        "public_id": str(uuid4()),
    }
    admin.post("/organisation/people/add/", form)
    assert not Person.objects.get(email="mia@example.com").is_demo


def test_changing_a_person_and_meeting_somebody_else_at_it(admin, alice, details):
    url = f"/organisation/people/{alice.public_id}/"
    old = {**details(alice, name="Mine")}
    for flag in ("is_people_admin", "is_taxonomy_admin", "is_operator"):
        del old[flag]
    assert admin.post(url, {**old, "name": "Theirs"}).status_code == 302
    answer = admin.post(url, old)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in text
    assert 'value="Mine"' in text
    seen = re.search(r'name="seen" value="(\w+)"', text)[1]
    assert admin.post(url, {**old, "seen": seen}).status_code == 302
    assert Person.objects.get(pk=alice.pk).name == "Mine"


def test_a_form_with_mistakes_about_a_person(admin, alice, carol, details):
    url = f"/organisation/people/{alice.public_id}/"
    for wrong in ({"email": "carol@example.com"}, {"name": ""}):
        form = {k: v for k, v in details(alice, **wrong).items() if v is not False}
        assert admin.post(url, form).status_code == 422
    assert Person.objects.get(pk=alice.pk).email == "alice@example.com"


def test_an_unknown_person_or_team_is_not_found(admin):
    assert admin.get(f"/organisation/people/{uuid4()}/").status_code == 404
    assert admin.get("/organisation/teams/nowhere/").status_code == 404


def test_moving_a_person_from_the_page(admin, alice, carol):
    answer = admin.post(f"/organisation/people/{alice.public_id}/team/", {"team": "search"})
    assert answer.status_code == 302
    assert Membership.objects.get(person=alice, ends_on=None).team.slug == "search"
    assert admin.post(f"/organisation/people/{alice.public_id}/team/", {"team": "nowhere"}).status_code == 422


def test_a_refused_move_says_why(admin, bob):
    answer = admin.post(f"/organisation/people/{bob.public_id}/team/", {"team": "payments"})
    assert answer.status_code == 422
    assert "A lead belongs to the team above" in answer.content.decode()


def test_deactivating_asks_first_and_can_be_undone(admin, alice):
    url = f"/organisation/people/{alice.public_id}/"
    page = admin.get(f"{url}deactivate/").content.decode()
    assert "They leave Payments today" in page
    assert admin.post(f"{url}deactivate/").url == url
    assert not Person.objects.get(pk=alice.pk).is_active
    assert f"{url}reactivate/" in admin.get(url).content.decode()
    admin.post(f"{url}reactivate/")
    assert Person.objects.get(pk=alice.pk).is_active


def test_admins_find_their_own_page_closed_unless_they_are_alone(admin, erin):
    url = f"/organisation/people/{erin.public_id}/"
    assert "As the only people admin you may change" in admin.get(url).content.decode()
    PersonFactory(is_people_admin=True)
    page = admin.get(url).content.decode()
    assert "changed by another people admin" in page
    assert ">Save<" not in page
    for part in ("", "team/", "deactivate/"):
        assert admin.post(f"{url}{part}", {"team": ""}).status_code == 403


def test_the_log_marks_what_admins_changed_of_their_own(admin, erin, payments):
    admin.post(f"/organisation/people/{erin.public_id}/team/", {"team": "payments"})
    page = admin.get("/organisation/changes/").content.decode()
    assert "Moved to Payments" in page
    assert "their own" in page


def test_teams_from_the_pages(admin, bob, carol, payments):
    assert (
        admin.post("/organisation/teams/add/", {"name": "EU", "parent": "payments"}).url
        == "/organisation/teams/eu/"
    )
    assert admin.post("/organisation/teams/add/", {"name": "eu"}).status_code == 422
    admin.post("/organisation/teams/eu/name/", {"name": "Europe"})
    assert admin.post("/organisation/teams/payments/place/", {"parent": "eu"}).status_code == 422
    assert admin.post("/organisation/teams/eu/name/", {"name": ""}).status_code == 422
    admin.post("/organisation/teams/eu/lead/", {"lead": "CAROL@example.com"})
    assert admin.post("/organisation/teams/eu/lead/", {"lead": "nobody@example.com"}).status_code == 422
    page = admin.get("/organisation/teams/").content.decode()
    assert re.search(r"Payments / Europe: </span>.*?Carol Mbeki", page, re.DOTALL)
    assert admin.post("/organisation/teams/eu/lead/", {"lead": ""}).status_code == 302
    assert not Lead.objects.filter(team__slug="eu", ends_on=None).exists()


def test_closing_a_team_asks_first_and_can_be_undone(admin, alice, payments):
    assert "1 person belongs to no team" in admin.get("/organisation/teams/payments/close/").content.decode()
    admin.post("/organisation/teams/payments/close/")
    assert Team.objects.get(slug="payments").closed_on
    page = admin.get("/organisation/teams/").content.decode()
    assert "/organisation/teams/payments/reopen/" in page
    admin.post("/organisation/teams/payments/reopen/")
    assert Membership.objects.filter(person=alice, ends_on=None).exists()


def test_a_page_of_teams_costs_the_same_for_one_and_for_twenty(
    admin, payments, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20) as few:
        admin.get("/organisation/teams/")
    for _ in range(20):
        LeadFactory(person=PersonFactory(), team=TeamFactory(parent=payments))
    with django_assert_max_num_queries(len(few)):
        admin.get("/organisation/teams/")


def test_names_are_shown_literally(admin):
    PersonFactory(name='<img src=x onerror="1">{{7*7}}')
    page = admin.get("/organisation/").content.decode()
    assert "<img" not in page
    assert "{{7*7}}" in page


def kept_lists():
    return PeopleImport.objects.filter(applied_at=None).count()


def test_the_role_link_is_optional(admin, alice):
    assert admin.get(f"/organisation/people/{alice.public_id}/").status_code == 200
    assert kept_lists() == 0
