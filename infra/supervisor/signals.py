"""Waiting for a child to end, for a while to pass, or for the word to stop: one call for all three."""

import signal

STOP = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
A_LONG_TIME = 3600.0


class StopAsked(Exception):
    """Ctrl-C, SIGTERM, or the terminal is gone."""


def hold() -> None:
    """From now on these signals stay pending until :func:`wait` takes them; children start without this."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP | {signal.SIGCHLD})


def wait(seconds: float = A_LONG_TIME) -> None:
    """Return when a child may have ended or the time is over. Raises :class:`StopAsked`."""
    taken = signal.sigtimedwait(STOP | {signal.SIGCHLD}, max(0.0, seconds))
    if taken is not None and taken.si_signo in STOP:
        raise StopAsked
