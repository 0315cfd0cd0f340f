"""Checking: an article's claims held against the statements and figures of a build."""
