"""Text of this folder that tests put before a step's own code."""

from pathlib import Path

SYSCALLS = Path(__file__).with_name("syscalls.py").read_text()
