"""What people ask about everything that is kept of them."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _

from skillmatrix.jobs import actions as jobs
from skillmatrix.jobs.models import Job
from skillmatrix.people import inbox
from skillmatrix.people.models import DataExport, ErasureRequest, Message, Person

EXPORT = "export"


@transaction.atomic
def ask_export(*, person: Person, key: UUID, by: Person) -> DataExport:
    """Have a file made with everything about a person; asking again with the same key is asking once.

    One file is kept a person: an earlier one goes, and one that is being made is the answer itself.
    Raises PermissionDenied for anybody else's.
    """
    _require_own(person, by)
    Person.objects.select_for_update().get(pk=person.pk)
    last = DataExport.objects.of(person).first()
    if last is not None and (last.key == key or _is_open(last)):
        return last
    DataExport.objects.of(person).delete()
    export = DataExport.objects.create(person=person, key=key)
    jobs.enqueue(kind=EXPORT, key=_job_key(export), payload={"export": export.pk}, by=person)
    return export


def _job_key(export: DataExport) -> str:
    return f"{export.person_id}.{export.key}"


def job_of(export: DataExport) -> Job | None:
    """The job that makes a file; None once it is tidied away."""
    return Job.objects.filter(kind=EXPORT, key=_job_key(export)).first()


def _is_open(export: DataExport) -> bool:
    job = job_of(export)
    return export.made_at is None and job is not None and job.done_at is None and job.dead_at is None


def keep_export(*, export: DataExport, content: bytes) -> bool:
    """Keep the file that was made; False when nobody waits for it any more."""
    waiting = DataExport.objects.filter(pk=export.pk, made_at=None)
    return bool(waiting.update(content=content, size=len(content), made_at=Now()))


@transaction.atomic
def request_erasure(*, person: Person, key: UUID, by: Person) -> ErasureRequest:
    """Record the wish to be erased and tell everybody who edits people; one wish waits at a time.

    Raises PermissionDenied for anybody else's.
    """
    _require_own(person, by)
    Person.objects.select_for_update().get(pk=person.pk)
    known = person.erasure_requests.filter(key=key).first() or person.erasure_requests.waiting().first()
    if known is not None:
        return known
    request = ErasureRequest.objects.create(person=person, key=key)
    request.refresh_from_db()
    _tell_admins(request, _("%(name)s asks to be erased") % {"name": person.name}, "asked")
    return request


@transaction.atomic
def take_back_erasure(*, person: Person, by: Person) -> bool:
    """Take the wish back while it waits; False when none does. Raises PermissionDenied for anybody else's."""
    _require_own(person, by)
    request = person.erasure_requests.waiting().select_for_update().first()
    if request is None:
        return False
    ErasureRequest.objects.filter(pk=request.pk).update(taken_back_at=Now())
    _tell_admins(request, _("%(name)s no longer asks to be erased") % {"name": person.name}, "taken-back")
    return True


def _require_own(person: Person, by: Person) -> None:
    if by.pk != person.pk:
        raise PermissionDenied


def _tell_admins(request: ErasureRequest, subject: str, what: str) -> None:
    for admin in Person.objects.active().filter(is_people_admin=True).exclude(pk=request.person_id):
        inbox.tell(
            admin,
            kind=Message.Kind.ORGANISATION,
            subject=subject,
            link=reverse("people:change-person", args=[request.person.public_id]),
            key=f"erasure:{request.pk}:{what}:{admin.pk}",
        )
