"""The demo organisation: every story that is told about it holds, whatever the day."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from django.test import Client
from django.urls import reverse

from assessments.inputs import Audience
from assessments.levels.folding import differs
from assessments.levels.history import Released, Stated
from assessments.levels.reading import load
from assessments.models import Profile, Rating, Review, TargetOverride
from assessments.standing import Basis, State
from roadmaps.computing import compute, standings
from roadmaps.demo import seeding
from roadmaps.demo.cast import ALONE, CAST
from roadmaps.demo.course import Course
from roadmaps.demo.ground import survey
from roadmaps.demo.growth import live
from roadmaps.demo.organisation import LOGINS, PASSWORD, TEAMS
from roadmaps.models import Report
from skillmatrix.people import access
from skillmatrix.people.models import Away, Lead, Membership, Message, Organisation, Person, Team
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import load_default

TODAY = date(2026, 11, 22)
DAYS = [TODAY, date(2028, 2, 29), date(2027, 1, 1), date(2026, 7, 6)]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo organisation as of TODAY, once for this module; taken away afterwards."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load_default()
        seeding.create_demo(today=TODAY, tell=lambda line: None)
        yield versions.current()
        transaction.set_rollback(True)


@pytest.fixture
def taxonomy(demo, db):
    """The taxonomy under which the demo was made."""
    return demo


def person(login):
    return Person.objects.get(email=f"{login}@demo.test")


def inputs_of(login):
    return load([person(login).pk], today=TODAY)[0]


def shared(login, taxonomy):
    return standings(inputs_of(login), Audience.SHARED, taxonomy, today=TODAY)


def members(slug):
    rows = Membership.objects.on(TODAY).filter(team__slug=slug).select_related("person")
    return {row.person.email.partition("@")[0] for row in rows}


def test_who_is_there(taxonomy):
    assert Person.objects.count() == 24
    assert not Person.objects.filter(is_demo=False).exists()
    assert len(set(Person.objects.values_list("name", flat=True))) == 24
    assert Organisation.objects.get().name == "Quillfern"
    assert Team.objects.filter(parent=None).count() == 3
    assert set(Team.objects.exclude(parent=None).values_list("parent__slug", flat=True)) == {
        "commerce", "discovery", "platform",
    }  # fmt: skip
    assert Lead.objects.on(TODAY).count() == len(TEAMS)


def test_vectors_are_what_the_rows_state(taxonomy):
    assert Profile.objects.count() == 23
    assert not [profile.person.name for profile in Profile.objects.all() if differs(profile)]


def test_the_relations_between_the_five_who_sign_in(taxonomy):
    alice, bob, carol = person("alice"), person("bob"), person("carol")
    assert access.leads_of(alice, today=TODAY) == [bob]
    assert not access.relation(bob, carol, today=TODAY).sees_shared_ratings
    assert not access.relation(carol, alice, today=TODAY).sees_shared_ratings
    assert access.leads_of(bob, today=TODAY) == [person("ingrid")]
    assert person("dana").is_taxonomy_admin
    assert person("erin").is_people_admin


@pytest.mark.parametrize("audience", Audience)
def test_alice_has_a_report_worth_reading(taxonomy, audience):
    findings = compute(inputs_of("alice"), audience, taxonomy, today=TODAY)
    current, roadmap = findings.current, findings.roadmap
    assert (current.role, findings.next.role) == ("mid", "senior")
    assert len(current.gaps) >= 6
    assert current.targets_met >= 40
    assert [line for line in current.strengths if line.surplus]
    assert 4 <= len(current.not_rated) <= 12
    assert [line for line in current.lines if line.stale]
    assert current.not_applicable
    assert current.attainment.exact
    assert (len(roadmap.now), len(roadmap.next)) == (3, 5)
    assert roadmap.later
    assert roadmap.questions


def test_alice_has_shared_and_has_a_couple_of_changes_nobody_else_sees(taxonomy):
    inputs = inputs_of("alice")
    assert inputs.shared_on
    differing = {
        slug for slug, said in inputs.own.statements.items() if inputs.shared.statements.get(slug) != said
    }
    assert differing == {"caching-fundamentals", "idempotency"}
    assert inputs_of("elif").has_unshared_changes


def test_alice_has_a_target_from_bob_with_his_reason(taxonomy):
    override = TargetOverride.objects.on(TODAY).get(person=person("alice"))
    assert override.by == person("bob")
    assert override.reason
    assert inputs_of("alice").overrides["retries-dead-letters"].level == 3
    assert taxonomy.roles["mid"].targets["retries-dead-letters"].level == 2


def test_alice_was_promoted(taxonomy):
    roles = list(person("alice").roles.order_by("starts_on").values_list("role__slug", "ends_on"))
    assert roles == [("junior", TODAY - timedelta(days=270)), ("mid", None)]


def newest(login, source):
    rows = (
        Rating.objects.filter(person=person(login), source=source)
        .order_by("revision")
        .select_related("skill")
    )
    return {row.skill.slug: row.value for row in rows}


def test_tomasz_rates_himself_well_above_what_bob_sees(taxonomy):
    said, seen = newest("tomasz", "self"), newest("tomasz", "manager")
    assert len([slug for slug in seen if slug in said and said[slug] >= seen[slug] + 2]) >= 5
    assert shared("tomasz", taxonomy)["code-quality"].basis is Basis.AGREED
    assert shared("tomasz", taxonomy)["code-quality"].level == 2 < said["code-quality"]


def test_priya_rates_herself_below_what_bob_sees(taxonomy):
    said, seen = newest("priya", "self"), newest("priya", "manager")
    assert len([slug for slug in seen if slug in said and said[slug] < seen[slug]]) >= 4
    assert newest("priya", "agreed")["web-security"] == 4 > said["web-security"]


def test_diego_and_grace_disagree_about_one_skill(taxonomy):
    said, seen, agreed = (newest("diego", source) for source in ("self", "manager", "agreed"))
    assert (said["system-design"], seen["system-design"]) == (4, 2)
    assert "system-design" not in agreed


def test_bob_is_in_the_middle_of_a_review_of_alice(taxonomy):
    review = Review.objects.open().get(subject=person("alice"))
    assert review.opened_by == person("bob")
    outcomes = {item.skill.slug: item.outcome for item in review.items.select_related("skill")}
    assert outcomes == {
        "code-reading": "agreed", "idempotency": "open", "test-design": "open", "rest-api-design": "differ",
    }  # fmt: skip
    rated = Rating.objects.beside().filter(person=person("alice"), revision__gt=review.opened_revision)
    assert rated.count() == 7
    assert set(rated.values_list("self_seen", flat=True)) == {False}


def test_fatima_is_away(taxonomy):
    assert [row.person.name for row in Away.objects.on(TODAY)] == ["Fatima-Zahra Idrissi"]
    last = Rating.objects.filter(person=person("fatima")).order_by("-day").first()
    assert last.day < TODAY - timedelta(days=36)


def test_jonas_is_new_and_has_shared_nothing(taxonomy):
    joined = Membership.objects.get(person=person("jonas")).starts_on
    assert joined == TODAY - timedelta(days=14)
    inputs = inputs_of("jonas")
    assert 5 <= len(inputs.own.statements) <= 12
    assert not inputs.shared.statements
    assert inputs.shared_on is None


def test_kwame_has_no_role_and_rates_the_quick_set(taxonomy):
    inputs = inputs_of("kwame")
    assert inputs.role is None
    assert inputs.own.next_role is None
    assert inputs.own.statements
    assert all(taxonomy.skills[slug].quick for slug in inputs.own.statements)


def test_checkout_is_a_team_of_three(taxonomy):
    assert members("checkout") == {"leila", "oskar", "hana"}
    assert all(inputs_of(login).shared_on for login in members("checkout"))


def test_only_ana_holds_what_most_of_payments_is_asked_for(taxonomy):
    team = members("payments")
    holding = {login for login in team if (shared(login, taxonomy)[ALONE].level or 0) >= 3}
    assert holding == {"ana"}
    assert {
        login
        for login in team
        if (standings(inputs_of(login), Audience.OWN, taxonomy, today=TODAY)[ALONE].level or 0) >= 3
    } == {"ana"}
    asked = [inputs_of(login).role for login in team]
    assert sum(taxonomy.roles[role].targets[ALONE].level >= 3 for role in asked) > len(asked) / 2


def test_some_things_went_stale_and_some_do_not_apply(taxonomy):
    everybody = [shared(member.login, taxonomy) for member in CAST if member.course]
    assert sum(any(s.stale for s in stands.values()) for stands in everybody) >= 12
    assert any(s.state is State.NOT_APPLICABLE for stands in everybody for s in stands.values())


def test_people_really_grow(taxonomy):
    raised_in = {}
    for profile in Profile.objects.all():
        held = {}
        for row in Rating.objects.filter(person_id=profile.person_id).self_rated().order_by("revision"):
            if row.skill_id in held and row.level is not None and row.value > held[row.skill_id]:
                assert row.value == held[row.skill_id] + 1
                raised_in[row.day.strftime("%Y-%m")] = raised_in.get(row.day.strftime("%Y-%m"), 0) + 1
            held[row.skill_id] = row.value
    assert len([month for month, count in raised_in.items() if count >= 15]) >= 10


def test_the_inboxes(taxonomy):
    def unread(login):
        return Message.objects.of(person(login)).unread().count()

    assert Message.objects.filter(recipient=person("bob"), kind="shared").count() >= 4
    assert unread("bob")
    assert Message.objects.filter(recipient=person("alice"), kind="target").exists()
    for login in ("alice", "bob", "carol", "dana", "erin"):
        assert Message.objects.of(person(login)).exists()
    assert Message.objects.latest("created_at").created_at.date() < TODAY


def test_no_report_is_made_here(taxonomy):
    assert not Report.objects.exists()


def test_creating_it_twice_is_creating_it_once(taxonomy, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        seeding.create_demo(today=TODAY, tell=lambda line: None)
    assert Person.objects.count() == 24


def lives(ground, today):
    for member in CAST:
        if member.course:
            begins, end = (
                today - timedelta(days=member.began),
                today - timedelta(days=(member.away or (0,))[0]),
            )
            yield (
                member,
                live(
                    ground,
                    member.course,
                    begins=begins,
                    today=end,
                    random=Random(f"0:{member.login}"),
                    lead=1,
                ),
            )


@pytest.mark.parametrize("today", DAYS)
def test_growth_keeps_to_prerequisites_and_to_the_calendar(demo, today):
    ground = survey(demo)
    for member, life in lives(ground, today):
        for i, needs in enumerate(ground.needs):
            level = life.levels[i]
            lacking = [n for n in needs if level >= 2 and life.levels[n] < level - 1]
            assert not lacking, (member.login, ground.skills[i], [ground.skills[n] for n in lacking])
        days = [event.day for event in life.events]
        assert days == sorted(days)
        assert days[-1] < today


def test_growth_is_the_same_for_the_same_seed_and_another_for_another(demo):
    def events(seed):
        return live(
            survey(demo), Course(), begins=date(2025, 11, 1), today=TODAY, random=Random(seed), lead=7
        ).events

    assert events("a") == events("a")
    assert events("a") != events("b")


def test_who_never_shares_releases_nothing(demo):
    life = live(survey(demo), Course(shares=0), begins=date(2025, 11, 1), today=TODAY, random=Random(1))
    assert not any(isinstance(event, Released) for event in life.events)
    assert {event.source for event in life.events if isinstance(event, Stated)} == {"self"}


@pytest.fixture
def demo_mode(settings):
    """As `manage.py up` runs it."""
    settings.DEMO = True


def quick(login):
    """Give somebody of the demo a password that is cheap to check; the hasher is another in tests."""
    who = person(login)
    who.set_password(PASSWORD)
    who.save()
    return who


@pytest.mark.parametrize("login", [login for login, _ in LOGINS])
def test_one_click_signs_in(taxonomy, demo_mode, login):
    client, who = Client(enforce_csrf_checks=False), quick(login)
    answer = client.post(reverse("account_login"), {"login": who.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(who.pk)


def test_outside_demo_mode_nobody_of_the_demo_signs_in(taxonomy):
    client, who = Client(), quick("alice")
    answer = client.post(reverse("account_login"), {"login": who.email, "password": PASSWORD})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_session_of_the_demo_ends_with_demo_mode(taxonomy, settings):
    client, who = Client(), quick("alice")
    settings.DEMO = True
    client.force_login(who, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert client.get("/theme/").wsgi_request.user.is_authenticated
    settings.DEMO = False
    assert not client.get("/theme/").wsgi_request.user.is_authenticated


def test_the_sign_in_page_offers_the_five_in_demo_mode(taxonomy, demo_mode):
    page = Client().get(reverse("account_login"))
    assert [login["email"] for login in page.context["demo_logins"]] == [
        f"{login}@demo.test" for login, _ in LOGINS
    ]
    assert "alice@demo.test" in page.content.decode()
    assert "demo_logins" not in Client().get(reverse("account_reset_password")).context


def test_the_sign_in_page_offers_nobody_outside_demo_mode(taxonomy):
    page = Client().get(reverse("account_login"))
    assert "demo.test" not in page.content.decode()
    assert PASSWORD not in page.content.decode()
