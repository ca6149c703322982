"""Fifty people editing and two hundred reading for some minutes: ``python -m tests.load``."""
