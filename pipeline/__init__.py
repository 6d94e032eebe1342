"""Document intake: safe opening, reading, typing, facts, checks, verdict, registry, stores and the command line."""
