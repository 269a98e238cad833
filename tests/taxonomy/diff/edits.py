"""Edits a person makes, each with the change it has to appear as. No two touch the same thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from skillmatrix.taxonomy.diff import What
from tests.taxonomy.diff.documents import Content, area, role, skill


@dataclass(frozen=True)
class Edit:
    """What is done, and how it is told: kind, section and sentence."""

    do: Callable[[Content], Any]
    what: What
    section: str
    says: str


def put(entry: Callable[[Content], Any], **values: Any) -> Callable[[Content], Any]:
    """An edit that sets keys."""
    return lambda content: entry(content).update(values)


def of(slug: str) -> Callable[[Content], Content]:
    """The entry of a skill."""
    return lambda content: skill(content, slug)


def add(into: Callable[[Content], list[Any]], item: Any) -> Callable[[Content], Any]:
    """An edit that appends."""
    return lambda content: into(content).append(item)


def move(content: Content) -> None:
    found = skill(content, "hiring")
    area(content, "people")["skills"].remove(found)
    area(content, "later")["skills"].append(found)


def swap(items: list[Any]) -> None:
    items[0], items[1] = items[1], items[0]


BROKERS, QUEUES, CACHING = of("brokers"), of("queues"), of("caching")
DATA, PEOPLE = "areas.data", "areas.people"

EDITS: dict[str, Edit] = {
    "name": Edit(lambda c: c.update(name="Fuller"), What.RENAMED, "general", "The taxonomy *Full* renamed *Fuller*"),
    "language": Edit(lambda c: c.update(language="en-GB"), What.SETTING, "general", "texts: en → en-GB"),
    "evidence": Edit(lambda c: c.update(evidence_from=1), What.SETTING, "general", "asked for from level 2 → 1"),
    "coverage": Edit(lambda c: c.update(coverage=1), What.SETTING, "general", "covered from level 2 → 1"),
    "level reworded": Edit(
        lambda c: c["scale"][1].update(descriptor="A bit"), What.REWORDED, "general", "Level *1 Middle* reworded"
    ),
    "level renamed": Edit(
        lambda c: c["scale"][2].update(name="Top"), What.RENAMED, "general", "Level *2 High* renamed *Top*"
    ),
    "rescale no longer stated": Edit(
        lambda c: c.pop("rescale"), What.SETTING, "general", "no rating changes"
    ),
    "kind effort": Edit(
        lambda c: c["kinds"]["concept"].update(effort=2), What.SETTING, "general", "Effort of every *concept*: 1.5 → 2"
    ),
    "kind freshness": Edit(
        lambda c: c["kinds"]["tool"].update(review_months=9), What.SETTING, "general", "of a *tool* stays fresh for 12 → 9 months"
    ),
    "kind sentence": Edit(
        lambda c: c["kinds"]["practice"]["descriptors"].__setitem__(1, "new"), What.REWORDED, "general",
        "Sentences of every *practice*, level 1 reworded",
    ),
    "rule reworded": Edit(
        lambda c: c["rating_rules"][0].update(why="Really"), What.REWORDED, "general", "A rule for rating reworded"
    ),
    "rule added": Edit(
        add(lambda c: c["rating_rules"], {"rule": "r", "why": "w"}), What.ADDED, "general", "A rule for rating added"
    ),
    "areas reordered": Edit(lambda c: c["areas"].reverse(), What.REORDERED, "general", "The areas stand in another order"),
    "translation": Edit(
        lambda c: c["translations"]["de"].update({"name": "Ganz", "scale.1.name": "Mitte"}), What.TRANSLATED, "general",
        "Translation into *de*: 2 texts differ",
    ),
    "translation removed": Edit(
        lambda c: c["translations"].pop("fr"), What.TRANSLATED, "general", "Translation into *fr*: 1 text differs"
    ),
    "area renamed": Edit(lambda c: area(c, "data").update(name="Storage"), What.RENAMED, DATA, "Area *Data* renamed *Storage*"),
    "area reworded": Edit(
        lambda c: area(c, "people").update(summary="Who"), What.REWORDED, PEOPLE, "Area *People*, summary reworded"
    ),
    "area summed up otherwise": Edit(
        lambda c: area(c, "people").update(principle="team-player"), What.SETTING, PEOPLE,
        "Area *People*, in a summary: skilled → team player",
    ),
    "skill summed up otherwise": Edit(
        put(CACHING, principle="trustworthy"), What.SETTING, DATA,
        "*Caching*, in a summary: as usual → trustworthy",
    ),
    "area added": Edit(
        add(lambda c: c["areas"], {"slug": "new", "name": "New", "summary": "s", "skills": []}), What.ADDED,
        "areas.new", "Area *New* added",
    ),
    "skills reordered": Edit(
        lambda c: swap(area(c, "data")["skills"]), What.REORDERED, DATA, "stand in another order"
    ),
    "skill added": Edit(
        add(lambda c: area(c, "later")["skills"], {"slug": "new", "name": "New", "kind": "tool", "definition": "d"}),
        What.ADDED, "areas.later", "*New* added",
    ),
    "skill moved": Edit(move, What.MOVED, "areas.later", "*Hiring* moved from “People” to “Later”"),
    "skill renamed": Edit(put(CACHING, name="Caches"), What.RENAMED, DATA, "*Caching* renamed *Caches*"),
    "skill retired": Edit(put(of("hiring"), retired=True), What.RETIRED, "", "*Hiring* retired"),
    "split": Edit(
        add(
            lambda c: area(c, "people")["skills"],
            {"slug": "tutoring", "name": "Tutoring", "kind": "behaviour", "definition": "d", "split_from": "teaching"},
        ),
        What.SPLIT, PEOPLE, "*Tutoring* split off *Teaching*, and starts with its ratings",
    ),
    "brought back": Edit(
        lambda c: [skill(c, "scolding").pop(key) for key in ("retired", "replaced_by", "merged")],
        What.BROUGHT_BACK, PEOPLE, "*Scolding* brought back",
    ),
    "on": Edit(lambda c: skill(c, "scolding").pop("off"), What.OFF, PEOPLE, "*Scolding* is on again"),
    "definition": Edit(put(CACHING, definition="Copies"), What.REWORDED, DATA, "definition reworded"),
    "sentence": Edit(
        lambda c: skill(c, "brokers")["descriptors"].__setitem__(2, "I do"), What.REWORDED, DATA, "*Brokers*, level 2 reworded"
    ),
    "evidence text": Edit(put(BROKERS, evidence="g"), What.REWORDED, DATA, "*Brokers*, evidence reworded"),
    "watch out": Edit(put(BROKERS, watch_out="w"), What.REWORDED, DATA, "usual over-rating reworded"),
    "interview": Edit(lambda c: skill(c, "brokers")["interview"].pop(), What.REWORDED, DATA, "interview questions changed"),
    "meaning": Edit(put(BROKERS, meaning=4), What.MEANING, DATA, "*Brokers* means something else now"),
    "kind": Edit(put(of("teaching"), kind="practice"), What.KIND, PEOPLE, "*Teaching*, kind behaviour → practice"),
    "needs": Edit(put(QUEUES, prerequisites=["teaching"]), What.PREREQUISITE_ADDED, DATA, "*Queues* needs *Teaching*"),
    "needs no longer": Edit(
        lambda c: skill(c, "brokers")["prerequisites"].remove("caching"), What.PREREQUISITE_REMOVED, DATA,
        "*Brokers* no longer needs *Caching*",
    ),
    "resource added": Edit(
        put(CACHING, resources=[{"title": "T", "by": "b", "kind": "book", "level": 1}]), What.RESOURCE_ADDED, DATA,
        "*Caching*, resource *T* added",
    ),
    "resource removed": Edit(
        lambda c: skill(c, "brokers")["resources"].pop(0), What.RESOURCE_REMOVED, DATA, "resource *Queues* removed"
    ),
    "resource changed": Edit(
        lambda c: skill(c, "brokers")["resources"][-1].update(by="C"), What.RESOURCE_CHANGED, DATA,
        "resource *Brokers* changed",
    ),
    "quick": Edit(lambda c: skill(c, "brokers").pop("quick"), What.SETTING, DATA, "left the first short session"),
    "overlooked": Edit(lambda c: skill(c, "brokers").pop("overlooked"), What.SETTING, DATA, "no longer asked early"),
    "optional": Edit(lambda c: skill(c, "brokers").pop("optional"), What.OPTIONAL, DATA, "no longer optional"),
    "off": Edit(put(CACHING, off=True), What.OFF, DATA, "*Caching* is off: nobody is asked"),
    "effort": Edit(put(BROKERS, effort=0.75), What.SETTING, DATA, "*Brokers*, effort 0.5 → 0.75"),
    "freshness": Edit(put(CACHING, review_months=3), What.SETTING, DATA, "stays fresh for as usual → 3 months"),
    "own evidence": Edit(put(BROKERS, evidence_from=2), What.SETTING, DATA, "asked for from level 1 → 2"),
    "own coverage": Edit(lambda c: skill(c, "brokers").pop("coverage"), What.SETTING, DATA, "from level 1 → as usual"),
    "target raised": Edit(
        lambda c: role(c, "senior")["targets"].update(queues=[2, 3]), What.TARGET_RAISED, DATA,
        "Target of *Senior* for *Queues*: 1 → 2",
    ),
    "target lowered": Edit(
        lambda c: role(c, "staff")["targets"].update(queues=[1, 2]), What.TARGET_LOWERED, DATA,
        "Target of *Staff* for *Queues*: 2 → 1, weight ×1 → ×2",
    ),
    "target added": Edit(
        lambda c: role(c, "junior")["targets"].update(brokers=[2, 2]), What.TARGET_ADDED, DATA,
        "Target of *Junior* for *Brokers*: none → 2, weight ×2",
    ),
    "target removed": Edit(
        lambda c: role(c, "senior")["targets"].pop("caching"), What.TARGET_REMOVED, DATA,
        "Target of *Senior* for *Caching*: 1 → none",
    ),
    "target weight": Edit(
        lambda c: role(c, "senior")["targets"].update(brokers=[1, 3]), What.TARGET_WEIGHT, DATA,
        "Target of *Senior* for *Brokers*: still 1, weight ×2 → ×3",
    ),
    "role renamed": Edit(
        lambda c: role(c, "staff").update(name="Principal"), What.RENAMED, "roles", "Role *Staff* renamed *Principal*"
    ),
    "role reworded": Edit(
        lambda c: role(c, "junior").update(summary="Learns"), What.REWORDED, "roles", "*Junior*, summary reworded"
    ),
    "role short": Edit(lambda c: role(c, "junior").pop("short"), What.SETTING, "roles", "*Junior*, short name: Jun → none"),
    "role track": Edit(lambda c: role(c, "junior").update(track="E"), What.SETTING, "roles", "track: Engineering → E"),
    "role next": Edit(
        lambda c: role(c, "junior")["next_roles"].reverse(), What.SETTING, "roles", "next roles: Senior, "
    ),
    "role rule": Edit(lambda c: role(c, "senior").pop("promotion"), What.SETTING, "roles", "no promotion rule any more"),
    "role added": Edit(
        add(lambda c: c["roles"], {"slug": "new", "name": "New", "summary": "s", "targets": {"caching": [1, 1]}}),
        What.ADDED, "roles", "Role *New* added",
    ),
    "roles reordered": Edit(lambda c: swap(c["roles"]), What.REORDERED, "roles", "The roles stand in another order"),
    "needed": Edit(lambda c: c["promotion"][0].update(needed=2), What.SETTING, "promotion", "needed 1 → 2"),
    "base": Edit(lambda c: c["promotion"][0].update(base_slack=0), What.SETTING, "promotion", "hold besides is another"),
    "pillar reworded": Edit(
        lambda c: c["promotion"][0]["pillars"][0].update(summary="x"), What.REWORDED, "promotion", "pillar *Depth* reworded"
    ),
    "pillar changed": Edit(
        lambda c: c["promotion"][0]["pillars"][1]["conditions"][0].update(level=2), What.SETTING, "promotion",
        "pillar *Breadth* changed",
    ),
    "rule for staff removed": Edit(
        lambda c: c["promotion"].pop(), What.REMOVED, "promotion", "rule removed"
    ),
}  # fmt: skip
