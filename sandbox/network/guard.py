"""The guard outside the sandbox: every connection of every step is made by it, or refused."""

from collections.abc import Awaitable, Callable, Sequence

from sandbox.model import Limits, OnConnection
from sandbox.network.allowed import Allowed
from sandbox.network.outgoing import Terms
from sandbox.network.policy import Policy
from sandbox.network.resolving import Resolve, system_resolver
from sandbox.network.room import Room
from sandbox.network.session import Session
from sandbox.network.traffic import Traffic

_MOST = 512
"""Connections of all steps at once: sockets are the worker's, and it needs some for itself."""


class Guard:
    """One per worker. ``allowed_private`` are the private places that the operator lets steps reach;
    ``resolver`` speaks for DNS."""

    def __init__(
        self,
        allowed_private: Allowed | None = None,
        *,
        resolver: Resolve = system_resolver,
        most_connections: int = _MOST,
    ) -> None:
        self._allowed = allowed_private or Allowed()
        self._resolver = resolver
        self._room = Room(most_connections)

    def session(
        self,
        grants: Sequence[str],
        limits: Limits,
        on_connection: OnConnection,
        send: Callable[[bytes], Awaitable[None]],
    ) -> Session:
        """For one step. ``send`` takes the payloads of tunnel frames to the container, and waits while the
        container takes in less than it is given; it may be cancelled. Raises
        :class:`sandbox.network.policy.BadGrant`."""
        terms = Terms(
            policy=Policy.parse(grants),
            allowed=self._allowed,
            resolver=self._resolver,
            traffic=Traffic(limits.traffic),
            room=Room(limits.connections),
            of_all_steps=self._room,
        )
        return Session(terms, on_connection, send)
