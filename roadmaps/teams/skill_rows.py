"""Every skill of one person as rows of a table, written by joining strings: eighty of them, five cells each.

Names, and the reasons that leads write, are escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.evidence.proof import NO_PROOF, Proof
from assessments.inputs import Wish
from assessments.standing import Standing, State
from assessments.targets import TargetLine
from roadmaps.teams.proof_rows import ProofRows
from roadmaps.wording import Words
from skillmatrix.taxonomy.addresses import skill_pages
from skillmatrix.web.templatetags.ui import gap_delta, level_badge, relative_date


@dataclass(frozen=True, slots=True)
class SkillRow:
    """One skill as it stands. `self_level` is what the person said of it, `lead_level` what their lead said."""

    slug: str
    name: str
    area: str
    standing: Standing
    level_name: str
    basis: str
    asked: TargetLine | None
    self_level: int | None
    lead_level: int | None
    lead_day: date | None
    change_url: str
    wish: Wish | None = None
    proof: Proof = NO_PROOF

    @property
    def difference(self) -> int | None:
        """Levels by which the person stands above (or below) the target."""
        if self.asked is None or self.standing.level is None:
            return None
        return self.standing.level - self.asked.level

    @property
    def not_applicable(self) -> bool:
        """The person set it aside."""
        return self.standing.state is State.NOT_APPLICABLE

    @property
    def disagreement(self) -> int:
        """How far apart the two ratings are, whoever's is higher."""
        if self.self_level is None or self.lead_level is None:
            return 0
        return abs(self.self_level - self.lead_level)


def skill_rows(rows: Sequence[SkillRow], words: Words, *, today: date, with_ratings: bool) -> SafeString:
    """A `<tbody>` for each area. `rows` are in the order of the document."""
    write = _Writer(today, with_ratings=with_ratings)
    return SafeString(
        "".join(write.area(words.area(area), found) for area, found in groupby(rows, lambda row: row.area))
    )


class _Writer:
    """The fixed words of these rows, looked up once."""

    def __init__(self, today: date, *, with_ratings: bool) -> None:
        self.today, self.with_ratings, self.language = today, with_ratings, get_language()
        self.skill_pages = skill_pages()
        self.by_lead, self.unasked = escape(_("set by the lead")), escape(_("not asked for"))
        self.wishes = {
            Wish.LEARN: escape(_("wants to learn")), Wish.USE: escape(_("wants to use")), Wish.NEITHER: escape(_("wants neither"))
        }  # fmt: skip
        self.change, self.target = escape(_("change the target of")), escape(_("Target"))
        self.days: dict[date | None, str] = {}
        self.proof = ProofRows(today)

    def area(self, name: str, rows: Iterable[SkillRow]) -> str:
        """One area with its skills."""
        lines = "".join(map(self._row, rows))
        return f'<tbody><tr class="area"><th scope="rowgroup" colspan="7">{escape(name)}</th></tr>{lines}</tbody>'

    def _row(self, row: SkillRow) -> str:
        standing = row.standing
        badge = _badge(standing.level, row.level_name, row.not_applicable, standing.stale, self.language)
        delta = "" if row.difference is None else _delta(row.difference, self.language)
        basis = f"{escape(row.basis)}, {self._day(standing.day)}" if row.basis else ""
        return (
            f'<tr id="{row.slug}"><th scope="row"><a href="{self.skill_pages}{row.slug}/">{escape(row.name)}</a>{self._wish(row.wish)}</th>'
            f'<td>{badge}</td><td>{self._asked(row.asked)}</td><td>{delta}</td><td class="soft">{basis}</td>'
            f"{self._rating(row)}{self._change(row)}</tr>{self.proof.row(row.proof, row.name)}"
        )

    def _wish(self, wish: Wish | None) -> str:
        return f' <span class="chip outline">{self.wishes[wish]}</span>' if wish else ""

    def _asked(self, asked: TargetLine | None) -> str:
        if asked is None:
            return f'<span class="muted">–<span class="sr-only"> {self.unasked}</span></span>'
        if not asked.is_override:
            return str(asked.level)
        why = escape(asked.reason)
        return f'{asked.level} <span class="chip info" title="{why}">{self.by_lead}</span><span class="sr-only"> {why}</span>'

    def _rating(self, row: SkillRow) -> str:
        if not self.with_ratings:
            return ""
        if row.lead_level is None:
            return "<td></td>"
        badge = _badge(row.lead_level, "", False, False, self.language)  # noqa: FBT003
        return f'<td>{badge} <span class="small muted">{self._day(row.lead_day)}</span></td>'

    def _change(self, row: SkillRow) -> str:
        if not row.change_url:
            return ""
        heard = f'<span class="sr-only">: {self.change} {escape(row.name)}</span>'
        return f'<td class="end"><a class="button quiet small" href="{row.change_url}">{self.target}{heard}</a></td>'

    def _day(self, day: date | None) -> str:
        if day not in self.days:
            self.days[day] = str(relative_date(day, self.today))
        return self.days[day]


@lru_cache(maxsize=256)
def _badge(level: int | None, name: str, na: bool, stale: bool, language: str | None) -> str:  # noqa: FBT001
    return level_badge(level, name, na=na, stale=stale)


@lru_cache(maxsize=64)
def _delta(difference: int, language: str | None) -> str:
    return gap_delta(difference)
