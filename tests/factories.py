"""Rows for tests, as few and as plain as possible."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory

from skillmatrix.people.models import Away, Lead, Membership, Person, Team

LONG_AGO = date(2024, 1, 1)


class PersonFactory(factory.django.DjangoModelFactory):
    """A person with the password `correct horse battery`."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    name = factory.Sequence("Person {}".format)
    email = factory.Sequence("person{}@example.com".format)

    @factory.post_generation
    def password(person: Any, create: bool, given: str | None, **kwargs: Any) -> None:  # noqa: N805
        """Most tests sign in without one; hashing would be half of their time."""
        if given:
            person.set_password(given)
            person.save()


class TeamFactory(factory.django.DjangoModelFactory):
    """An open team without members."""

    class Meta:
        model = Team

    name = factory.Sequence("Team {}".format)
    slug = factory.Sequence("team-{}".format)


class MembershipFactory(factory.django.DjangoModelFactory):
    """Somebody has been in a team for long."""

    class Meta:
        model = Membership

    starts_on = LONG_AGO


class LeadFactory(factory.django.DjangoModelFactory):
    """Somebody has led a team for long."""

    class Meta:
        model = Lead

    starts_on = LONG_AGO


class AwayFactory(factory.django.DjangoModelFactory):
    """Somebody is away."""

    class Meta:
        model = Away

    starts_on = LONG_AGO
