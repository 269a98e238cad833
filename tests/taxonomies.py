"""Small taxonomies and standings for tests, in as few words as possible."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from assessments.standing import NOT_RATED, Basis, Standing, State
from skillmatrix.taxonomy.document import (
    Area,
    Kind,
    KindDefaults,
    Level,
    PromotionRule,
    Role,
    Skill,
    Target,
    Taxonomy,
)

DAY = date(2026, 3, 2)


def skill(slug: str, *needs: str, area: str = "one", kind: Kind = Kind.CONCEPT, **more: object) -> Skill:
    """A skill that needs others."""
    return Skill(slug, slug.title(), area, kind, "", needs, (), **more)  # type: ignore[arg-type]


def role(slug: str, **targets: int | tuple[int, int]) -> Role:
    """A role: `role("mid", a=3, b=(2, 3))` asks for a at 3 with weight 1 and for b at 2 with weight 3."""
    pairs = {name: asked if isinstance(asked, tuple) else (asked, 1) for name, asked in targets.items()}
    return Role(
        slug, slug.title(), "", {name: Target(level, weight) for name, (level, weight) in pairs.items()}
    )


def taxonomy(
    skills: Iterable[Skill],
    roles: Collection[Role] = (),
    *,
    top: int = 5,
    promotion: tuple[PromotionRule, ...] = (),
    efforts: Mapping[Kind, float] | None = None,
) -> Taxonomy:
    """A taxonomy with the areas that the skills name, in their order, and levels 0 to `top`."""
    by_slug = {found.slug: found for found in skills}
    areas: dict[str, list[str]] = {}
    for found in by_slug.values():
        areas.setdefault(found.area, []).append(found.slug)
    return Taxonomy(
        name="Test",
        language="en",
        scale=tuple(Level(rank, str(rank), "") for rank in range(top + 1)),
        kinds={kind: KindDefaults((efforts or {}).get(kind, 1.0), 12, ()) for kind in Kind},
        areas=tuple(Area(slug, slug.title(), "", tuple(slugs)) for slug, slugs in areas.items()),
        skills=by_slug,
        roles={found.slug: found for found in roles},
        promotion=promotion,
    )


def at(level: int, *, stale: bool = False, changes_on: date | None = None) -> Standing:
    """Rated at a level."""
    return Standing(State.RATED, level, stale, Basis.SELF, DAY, changes_on)


NA = Standing(State.NOT_APPLICABLE, None, stale=False, basis=Basis.SELF, day=DAY)


def standings(**levels: int | Standing | None) -> dict[str, Standing]:
    """`standings(a=3, b=NA, c=None)`: a rated at 3, b not applicable, c unrated."""
    return {slug: _standing(said) for slug, said in levels.items()}


def _standing(said: int | Standing | None) -> Standing:
    if said is None:
        return NOT_RATED
    return at(said) if isinstance(said, int) else said
