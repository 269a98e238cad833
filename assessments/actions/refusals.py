"""Why something is not stored."""


class Unacceptable(ValueError):
    """What was sent cannot be stored; the text says what to do about it."""


class MeaningChanged(Unacceptable):
    """The skill's scale or meaning changed after the form was shown."""
