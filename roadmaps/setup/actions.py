"""Making and redeeming the setup link, and publishing the taxonomy somebody chose."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmatrix.people.actions import add_person
from skillmatrix.people.models import Organisation, Person, SetupLink
from skillmatrix.people.names import tidy
from skillmatrix.taxonomy.actions import DEFAULT, publish
from skillmatrix.taxonomy.exporting import export
from skillmatrix.taxonomy.models import TaxonomyVersion
from skillmatrix.taxonomy.parsing import parse

from .choosing import blank, with_areas

LASTS = timedelta(hours=1)
_signer = signing.Signer(salt="skillmatrix.setup", sep=".")


class AlreadySetUp(RuntimeError):
    """There is an organisation; people are added on its pages now."""


class BadLink(LookupError):
    """The link was used, is older than an hour, or was never ours."""


def is_set_up() -> bool:
    """Somebody has taken this installation into use."""
    return Organisation.objects.exists()


def is_untouched() -> bool:
    """Nobody can sign in: there is neither an organisation nor a person."""
    return not is_set_up() and not Person.objects.exists()


def make_setup_link() -> str:
    """Return the path of a new link that works once, for an hour; earlier ones stop working.

    Raises AlreadySetUp once there is an organisation.
    """
    if is_set_up():
        raise AlreadySetUp(_("This installation is set up. People admins add people at /organisation/."))
    token = _signer.sign(secrets.token_urlsafe(32))
    now = timezone.now()
    with transaction.atomic():
        SetupLink.objects.filter(used_at=None).delete()
        SetupLink.objects.create(token_hash=_hash(token), expires_at=now + LASTS)
    return reverse("setup:link", args=[token])


def works(token: str) -> bool:
    """The token belongs to a link that can still be used."""
    return (
        is_ours(token)
        and not is_set_up()
        and SetupLink.objects.usable().filter(token_hash=_hash(token)).exists()
    )


def is_ours(token: str) -> bool:
    """The token bears our signature; asked first, so that guessing never reaches the database."""
    try:
        _signer.unsign(token)
    except signing.BadSignature:
        return False
    return True


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def begin(*, token: str, company: str, name: str, email: str, password: str, today: date) -> Person:
    """Use the link up: store the organisation and its first admin, and return them.

    Raises BadLink; of two attempts at once one succeeds.
    """
    link = SetupLink.objects.select_for_update().usable().filter(token_hash=_hash(token)).first()
    if link is None or is_set_up():
        raise BadLink
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    Organisation.objects.create(name=tidy(company))
    return add_person(
        name=name,
        email=email,
        password=password,
        by=None,
        today=today,
        is_people_admin=True,
        is_taxonomy_admin=True,
    )


def is_chosen() -> bool:
    """Somebody has published a taxonomy here; what a command loaded beforehand does not count."""
    return TaxonomyVersion.objects.exclude(published_by=None).exists()


def publish_default(*, kept: Collection[str], by: Person) -> TaxonomyVersion:
    """Publish the default taxonomy with the areas outside `kept` switched off."""
    text = DEFAULT.read_bytes()
    taxonomy = parse(text)
    if set(kept) >= {area.slug for area in taxonomy.areas}:
        return publish(text=text, note=_("The default taxonomy"), by=by)
    note = _("The default taxonomy, some areas switched off")
    return publish(text=export(with_areas(taxonomy, kept)), note=note, by=by)


def publish_blank(*, name: str, by: Person) -> TaxonomyVersion:
    """Publish the scale alone, for an organisation that writes its own skills."""
    text = export(blank(parse(DEFAULT.read_bytes()), name=name))
    return publish(text=text, note=_("A blank taxonomy"), by=by)
