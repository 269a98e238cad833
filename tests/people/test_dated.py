"""One day for everybody: what holds today does not depend on where its reader says they are."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from assessments.models import RoleAssignment
from skillmatrix.people.actions import name_lead
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Lead

WEST, EAST = "Pacific/Pago_Pago", "Pacific/Kiritimati"


def clock(monkeypatch, hour):
    moment = datetime(2026, 5, 14, hour, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment.date()


@pytest.mark.parametrize("zone", [WEST, EAST])
def test_the_day_is_the_organisations(monkeypatch, zone):
    day = clock(monkeypatch, 3 if zone == WEST else 20)
    with timezone.override(zone):
        assert timezone.localdate() != day
        assert current_day() == day


def test_whoever_no_longer_leads_gains_nothing_by_moving_their_clock(
    alice, bob, payments, taxonomy, signed_in, monkeypatch
):
    day = clock(monkeypatch, 3)
    client = signed_in(bob)
    bob.timezone = WEST
    bob.save()
    assert client.get(f"/people/{alice.public_id}/").status_code == 200
    name_lead(team=payments, person=None, by=None, today=day)
    assert not Lead.objects.on(day).exists()
    assert client.get(f"/people/{alice.public_id}/").status_code == 404
    assert client.get("/teams/payments/").status_code == 404


def test_a_role_given_in_the_east_can_be_changed_in_the_west(
    alice, bob, erin, taxonomy, signed_in, monkeypatch
):
    clock(monkeypatch, 20)
    url = f"/people/{alice.public_id}/role/"
    for person, zone, role in ((erin, EAST, "mid"), (bob, WEST, "senior")):
        person.timezone = zone
        person.save()
        assert signed_in(person).post(url, {"role": role}).status_code == 303
    assert RoleAssignment.objects.on(current_day()).get(person=alice).role.slug == "senior"
