"""The sentence that a level meant when it was said, beside what it says now. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.transition import Carry


@dataclass(frozen=True, slots=True)
class Wording:
    """What somebody read when they chose a level of a skill.

    `now`: the sentence that stands there today, "" where it is the same. `counts_in`: the names of the skills in which
    the statement counts today, where that is not just the skill itself; `rank`: the level as which it counts there.
    """

    skill: str
    level: str
    sentence: str
    now: str
    counts_in: tuple[str, ...]
    rank: int | None

    @property
    def has_changed(self) -> bool:
        """Whoever reads the level today reads something else."""
        return bool(self.now or self.counts_in)


def wording(skill: str, rank: int | None, then: Taxonomy, now: Taxonomy, carry: Carry) -> Wording:
    """The wording of a statement made under `then`, which `carry` brings to `now`. No rank: no level was stated."""
    at = None if rank is None else carry.level(rank)
    sentence, later = sentence_of(then, skill, rank), sentence_of(now, skill, at)
    holders = [slug for slug, _again in carry.skills(skill)]
    moved = holders != [skill]
    return Wording(
        skill=name_of(then, skill),
        level="" if rank is None else then.scale[min(rank, then.top)].name,
        sentence=sentence,
        now="" if moved or later == sentence else later,
        counts_in=tuple(name_of(now, slug) for slug in holders) if moved else (),
        rank=at,
    )


def sentence_of(taxonomy: Taxonomy, skill: str, rank: int | None) -> str:
    """The sentence of a level; "" where there is no such skill or level."""
    found = taxonomy.skills.get(skill)
    if found is None or rank is None or rank >= len(found.descriptors):
        return ""
    return found.descriptors[rank]


def name_of(taxonomy: Taxonomy, skill: str) -> str:
    """The name of a skill, or its slug where the document has none."""
    found = taxonomy.skills.get(skill)
    return found.name if found else skill
