"""An invitation goes out once, as a job, and its link lets somebody choose a password, once."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from skillmatrix.jobs.models import Job
from skillmatrix.jobs.running import run
from skillmatrix.people import actions, invitations, mail
from skillmatrix.people.models import Organisation


@pytest.fixture
def invited(erin, today):
    Organisation.objects.create(name="Ætna & Sons")
    return actions.add_person(name="Mia Roth", email="mia@example.com", by=erin, today=today)


def work():
    """Everything that is due, as a worker would do it."""
    while due := list(Job.objects.open().values_list("pk", flat=True)):
        for pk in due:
            run([pk])


def test_one_mail_however_often_the_job_runs(invited, mailoutbox):
    job = Job.objects.get(kind="invite")
    invitations.deliver(job)
    work()
    assert len(mailoutbox) == 1
    letter = mailoutbox[0]
    assert letter.to == ["mia@example.com"]
    assert "Hello Mia" in letter.body
    assert "Erin Novak" in letter.body
    assert "Ætna & Sons" in letter.body
    assert settings.SITE_URL in letter.body
    assert "Ætna &amp; Sons" in letter.alternatives[0][0]
    assert Job.objects.get(kind="mail").payload == {}, "the link is forgotten once it is sent"


def follow(client, path):
    page = client.get(path, follow=True)
    return page, page.request["PATH_INFO"]


def test_the_link_lets_them_choose_a_password_and_sign_in_once(invited, client):
    path = invitations.link(invited)
    page, form = follow(client, path)
    assert page.status_code == 200
    assert path not in form, "the token left the address"
    password = "a long enough pass phrase"
    assert client.post(form, {"password1": password, "password2": password}).status_code == 302
    client.post("/accounts/login/", {"login": "MIA@example.com", "password": password})
    assert client.session["_auth_user_id"] == str(invited.pk)
    client.post("/accounts/logout/")
    again, _ = follow(client, path)
    assert "password1" not in again.content.decode()


@pytest.mark.parametrize(
    ("age", "works"), [(timedelta(days=6, hours=23), True), (timedelta(days=7, minutes=1), False)]
)
def test_it_works_for_a_week(invited, monkeypatch, client, age, works):
    key = invitations.InvitationTokens().make_token(invited)
    from django.contrib.auth.tokens import PasswordResetTokenGenerator

    now = PasswordResetTokenGenerator._now
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: now(self) + age)
    from allauth.account.forms import EmailAwarePasswordResetTokenGenerator

    assert EmailAwarePasswordResetTokenGenerator().check_token(invited, key) is works


def test_a_closed_account_gets_no_mail(invited, erin, today, mailoutbox):
    actions.deactivate_person(person=invited, by=erin, today=today)
    work()
    assert mailoutbox == []


def test_a_mail_is_one_mail_and_its_subject_one_line(alice, mailoutbox):
    for _ in range(2):
        mail.send(to=alice.email, subject="Hi\r\nBcc: everybody@example.com", body="x", key="k")
    work()
    assert [letter.subject for letter in mailoutbox] == ["Hi Bcc: everybody@example.com"]


def test_the_link_of_a_forgotten_password_never_comes_from_the_request(alice, client, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/accounts/password/reset/", {"email": alice.email}, headers={"host": "evil.example"})
    work()
    assert "evil.example" not in mailoutbox[0].body
    assert re.search(re.escape(settings.SITE_URL) + r"/accounts/password/reset/key/", mailoutbox[0].body)
    assert Job.objects.filter(created_at__lt=timezone.now() + timedelta(seconds=5)).exists()
