"""What went wrong, said to the person who typed the command."""


class Problem(Exception):
    """A sentence that says what is wrong and what to do; printed alone, without a traceback."""


class Interrupted(Exception):
    """Somebody asked the stack to stop: ctrl-C, a termination signal, a closed terminal."""
