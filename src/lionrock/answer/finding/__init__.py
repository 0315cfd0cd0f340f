"""Finders: what a founder may apply for, which rules apply, whom to work with; with reasons."""
