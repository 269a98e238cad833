"""`manage.py prepare`: any number of times, and never people who do not exist beside those who do."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from roadmaps.demo.organisation import COMPANY, PASSWORD
from skillmatrix.people.models import Organisation, Person
from skillmatrix.taxonomy.models import TaxonomyVersion
from tests.factories import PersonFactory


@pytest.fixture
def demo_mode(settings):
    """As `manage.py up` runs it."""
    settings.DEMO = True


def prepare(*flags):
    out = StringIO()
    call_command("prepare", *flags, stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


def test_the_demo_is_made_once_and_named_each_time(db, demo_mode, django_assert_max_num_queries):
    first = prepare("--demo")
    assert first["password"] == PASSWORD
    assert first["setup_url_path"] is None
    assert len(first["logins"]) == 5
    assert first["logins"][0] == [
        "Alice Lindqvist",
        "alice@demo.test",
        "Engineer in Payments, aiming at senior",
    ]
    assert Organisation.objects.get().name == COMPANY
    with django_assert_max_num_queries(10):
        assert prepare("--demo") == first
    assert Person.objects.count() == 24


def test_people_grows_the_demo_to_a_number(db, demo_mode):
    prepare("--demo", "--people", "40")
    assert Person.objects.count() == 40
    prepare("--demo", "--people", "30")
    assert Person.objects.count() == 40
    prepare("--demo", "--people", "50")
    assert Person.objects.count() == 50
    assert not Person.objects.filter(is_demo=False).exists()


def test_without_demo_a_database_with_the_demo_is_refused(db, settings, demo_mode):
    prepare("--demo")
    settings.DEMO = False
    with pytest.raises(CommandError, match="holds the demo"):
        prepare("--no-demo")


def test_the_demo_is_refused_outside_demo_mode(db):
    with pytest.raises(CommandError, match="demo mode"):
        prepare("--demo")
    assert not Person.objects.exists()


def test_nobody_invented_is_put_beside_real_people(db, demo_mode):
    PersonFactory()
    with pytest.raises(CommandError, match="real organisation"):
        prepare("--demo")
    assert Person.objects.count() == 1


def test_an_organisation_that_was_set_up_is_real_before_its_first_person(db, demo_mode):
    Organisation.objects.create(name="Real Ltd")
    with pytest.raises(CommandError, match="real organisation"):
        prepare("--demo")
    assert not Person.objects.exists()


def test_without_demo_there_is_a_link_until_it_is_set_up(db):
    assert prepare("--no-demo")["setup_url_path"].startswith("/setup/")
    assert not Person.objects.exists()
    assert not TaxonomyVersion.objects.exists()
    Organisation.objects.create(name="Real Ltd")
    assert prepare("--no-demo") == {"logins": [], "password": "", "setup_url_path": None}


def test_a_real_person_signs_in_outside_demo_mode(db):
    who = PersonFactory(password="correct horse battery")
    who.emailaddress_set.create(email=who.email, verified=True, primary=True)
    client = Client()
    client.post(reverse("account_login"), {"login": who.email, "password": "correct horse battery"})
    assert client.session["_auth_user_id"] == str(who.pk)
