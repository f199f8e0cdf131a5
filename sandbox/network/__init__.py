"""The way out of the sandbox: what a step may connect to, and the guard that does it for the step."""
