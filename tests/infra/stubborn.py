"""A process for tests: starts one of its own, says both pids, and ends as its argument says."""

import signal
import subprocess
import sys
import time

if "ignore" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
offspring = subprocess.Popen(["sleep", "600"])
print(offspring.pid, flush=True)
if "end" not in sys.argv:
    time.sleep(600)
