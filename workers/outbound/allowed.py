"""The private places that the operator lets workflows reach: the same as for steps in the sandbox."""

from sandbox.network.allowed import Allowed

__all__ = ["Allowed"]
