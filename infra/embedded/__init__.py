"""Real PostgreSQL, Redis and Docker for a machine that has none running."""


class Unavailable(Exception):
    """A part cannot be started; the message says what to do about it."""
