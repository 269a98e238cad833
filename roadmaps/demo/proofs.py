"""Wins, certificates and evidence of the demo's people, given the way they would give them, only earlier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import singledispatchmethod
from uuid import UUID, uuid5

from assessments import actions
from assessments.models import Certificate, Evidence, Win
from roadmaps.demo.organisation import Member
from roadmaps.demo.proof_plans import CertificatePlan, EvidencePlan, ProofPlan, WinPlan
from skillmatrix.people.models import Person


def keep_proofs(cast: Sequence[Member], people: Mapping[str, Person], *, today: date) -> None:
    """Write down what speaks for the levels of whoever has something; after their ratings."""
    for member in cast:
        keeper = _Keeper(people[member.login], today)
        for plan in member.proofs:
            keeper.keep(plan)


class _Keeper:
    """Writes for one person."""

    def __init__(self, person: Person, today: date) -> None:
        self.person, self.today = person, today

    @singledispatchmethod
    def keep(self, plan: ProofPlan) -> None:
        """Write down one thing."""
        raise TypeError(plan)

    @keep.register
    def _win(self, plan: WinPlan) -> None:
        fields = {
            "what": plan.what, "day": self._ago(plan.days_ago), "my_part": plan.my_part, "outcome": plan.outcome,
            "difficulty": plan.difficulty, "shared": plan.shared,
        }  # fmt: skip
        win: Win = actions.add_win(
            person=self.person, fields=fields, skills=plan.skills, key=self._key(plan.what), by=self.person
        )
        for skill in plan.for_skills:
            self._give(skill, actions.Given(win=win, shared=True), plan.days_ago)

    @keep.register
    def _certificate(self, plan: CertificatePlan) -> None:
        fields = {
            "title": plan.title, "issuer": plan.issuer, "issued_on": self._ago(plan.issued),
            "expires_on": self._ago(-plan.expires_in), "url": "", "shared": True,
        }  # fmt: skip
        certificate: Certificate = actions.add_certificate(
            person=self.person, fields=fields, skills=plan.skills, key=self._key(plan.title), by=self.person
        )
        for skill in plan.skills:
            self._give(skill, actions.Given(certificate=certificate, shared=True), plan.issued)

    @keep.register
    def _evidence(self, plan: EvidencePlan) -> None:
        self._give(plan.skill, actions.Given(plan.text, plan.url, shared=plan.shared), plan.days_ago)

    def _give(self, skill: str, given: actions.Given, days_ago: int) -> None:
        key = self._key(f"{skill}:{days_ago}")
        piece = actions.give_evidence(person=self.person, skill=skill, given=given, key=key, by=self.person)
        moment = datetime.combine(self._ago(days_ago), time(9), UTC)
        Evidence.objects.filter(pk=piece.pk).update(created_at=moment)

    def _key(self, name: str) -> UUID:
        """The same for the same thing."""
        return uuid5(self.person.public_id, name)

    def _ago(self, days: int) -> date:
        return self.today - timedelta(days=days)
