"""The promotion rule: which pillars are met, what is missing, and the shortest way there.

The rule informs people and explains itself; it never decides. What is unrated or not applicable is
neither met nor missing but "can't tell".
"""

from roadmaps.promotion.outcome import Answer, Missing, Outcome, PillarResult, Verdict
from roadmaps.promotion.verdict import check, verdict_of

__all__ = ["Answer", "Missing", "Outcome", "PillarResult", "Verdict", "check", "verdict_of"]
