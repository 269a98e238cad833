"""What people had shared at the end of a cycle: copied from their profiles byte by byte, and read back.

A copy is read in the words of the version it was made in, so nothing that is published later changes what it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from assessments.models import Snapshot
from assessments.standing import Statement
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy

from .vectors import unpack

_FREEZE = """
INSERT INTO assessments_snapshot (participant_id, state, submitted_at, lead_submitted_at, revision, shared_revision,
    version, shared_values, shared_days, agreed_values, agreed_days)
SELECT w.participant_id, w.state, w.submitted_at, w.lead_at, coalesce(p.revision, 0), coalesce(p.shared_revision, 0),
    coalesce(nullif(p.version, 0), %(version)s), coalesce(p.shared_values, ''), coalesce(p.shared_days, ''),
    coalesce(p.agreed_values, ''), coalesce(p.agreed_days, '')
FROM unnest(%(participants)s::bigint[], %(states)s::text[], %(submitted)s::timestamptz[], %(lead)s::timestamptz[])
    AS w (participant_id, state, submitted_at, lead_at)
JOIN assessments_participant t ON t.id = w.participant_id
LEFT JOIN assessments_profile p ON p.person_id = t.person_id
"""


class Ending(NamedTuple):
    """How a participant's part stands at the end; `state` is one of Snapshot.State."""

    participant_id: int
    state: str
    submitted_at: datetime | None
    lead_at: datetime | None


class Frozen(NamedTuple):
    """What a snapshot says: by skill, what was shared and what was agreed, in the words of `taxonomy`."""

    taxonomy: Taxonomy
    shared: dict[str, Statement]
    agreed: dict[str, Statement]


def freeze(endings: Sequence[Ending]) -> None:
    """Copy what these participants have shared, all in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            _FREEZE,
            {
                "version": versions.current_number(),
                "participants": [one.participant_id for one in endings],
                "states": [one.state for one in endings],
                "submitted": [one.submitted_at for one in endings],
                "lead": [one.lead_at for one in endings],
            },
        )


def frozen(snapshot: Snapshot) -> Frozen:
    """What was frozen. Raises NothingPublished where its version is unknown here."""
    taxonomy = versions.by_number(snapshot.version)
    return Frozen(
        taxonomy,
        unpack(bytes(snapshot.shared_values), bytes(snapshot.shared_days), taxonomy.slots),
        unpack(bytes(snapshot.agreed_values), bytes(snapshot.agreed_days), taxonomy.slots),
    )
