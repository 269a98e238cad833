"""A small, sound document to break in tests."""

from __future__ import annotations

SMALL = """\
schema: 1
name: Small
language: en
scale:
  - {name: Low, descriptor: Little}
  - {name: Middle, descriptor: Some}
  - {name: High, descriptor: Much}
kinds:
  concept: {effort: 1.0, review_months: 18, descriptors: [c0, c1, c2]}
  tool: {effort: 0.75, review_months: 9, descriptors: [t0, t1, t2]}
  practice: {effort: 1.25, review_months: 12, descriptors: [p0, p1, p2]}
  behaviour: {effort: 1.5, review_months: 18, descriptors: [b0, b1, b2]}
areas:
  - slug: one
    name: One
    summary: The first
    skills:
      - slug: queues
        name: Queues
        kind: concept
        definition: What a queue buys
      - slug: brokers
        name: Brokers
        kind: tool
        definition: Running a broker
        prerequisites: [queues]
        descriptors: [I have none, I use one, I run one]
roles:
  - slug: junior
    name: Junior
    summary: Starts
    next_roles: [senior]
    targets: {queues: [1, 1]}
  - slug: senior
    name: Senior
    summary: Knows
    targets: {queues: [2, 3], brokers: {level: 2, weight: 2}}
promotion:
  - role: senior
    needed: 1
    base_role: junior
    base_skills: [queues]
    pillars:
      - slug: depth
        name: Depth
        summary: Runs things
        conditions:
          - {skills: [queues, brokers], level: 2, at_least: 2}
"""


def line_of(text: str, fragment: str) -> int:
    """The number of the first line that has `fragment`, counted from 1."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if fragment in line)
