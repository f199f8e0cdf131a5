"""Warm containers, leased to one step at a time."""
