"""The supervisor's process."""

import sys

from setproctitle import setproctitle

from infra.embedded import Unavailable
from infra.supervisor import signals
from infra.supervisor.options import parse
from infra.supervisor.supervisor import Supervisor


def main() -> int:
    setproctitle("flowtape up")
    signals.hold()
    try:
        return Supervisor(parse()).run()
    except Unavailable as error:
        print(f"flowtape: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
