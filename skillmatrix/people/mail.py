"""Mail as a job: a request only writes down what to send.

A mail carries a link and a name, never a level. The key makes asking twice one mail; the job is
closed after sending, so a crash between the two may send a mail again, never lose it.
"""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from skillmatrix.jobs import actions as jobs
from skillmatrix.jobs.models import Job

from .models import Person


def send(
    *,
    to: str,
    subject: str,
    body: str,
    html: str = "",
    by: Person | None = None,
    key: str | None = None,
) -> Job:
    """Ask for one mail to one address. Line breaks in the subject are removed."""
    payload = {"to": to, "subject": " ".join(subject.split()), "body": body, "html": html}
    return jobs.enqueue(kind="mail", payload=payload, by=by, key=key)


def deliver(job: Job) -> None:
    """Hand one mail to the mail server. Raises whatever the server connection raises."""
    letter = EmailMultiAlternatives(
        subject=job.payload["subject"],
        body=job.payload["body"],
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[job.payload["to"]],
    )
    if job.payload["html"]:
        letter.attach_alternative(job.payload["html"], "text/html")
    letter.send()
