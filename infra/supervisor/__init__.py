"""``flowtape up``: everything Flowtape stands on, then its own processes, watched until Ctrl-C.

This process stays for as long as Flowtape runs, so it imports the standard library only; whatever needs
more (migrations, the Docker engine, the demo) happens in children that end.
"""
