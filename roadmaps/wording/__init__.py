"""What the brain says as data, as sentences in the reader's language.

    words.py       the names of a taxonomy's skills, levels, roles and areas, and a few fixed words
    steps.py       why a step is on the roadmap, and when it drops off
    changes.py     what one rating changed
    promotion.py   what the promotion rule says

Plain text, never markup: whoever shows it escapes it.
"""

from roadmaps.wording.changes import Told, told
from roadmaps.wording.promotion import OutcomeInWords, PillarInWords, outcome_in_words
from roadmaps.wording.steps import counterfactual, question_reason, reasons_in_words
from roadmaps.wording.words import Words, words_of

__all__ = [
    "OutcomeInWords",
    "PillarInWords",
    "Told",
    "Words",
    "counterfactual",
    "outcome_in_words",
    "question_reason",
    "reasons_in_words",
    "told",
    "words_of",
]
