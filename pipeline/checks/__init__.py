"""Checks of single papers and across the papers of a case: pure functions that give notes, never verdicts."""
