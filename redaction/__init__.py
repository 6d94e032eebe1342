"""What was blacked out stays blacked out: regions, leak channels, the ink-visible rule and the respected copy.

Pages in, findings out. Knows no cases, no kinds and no policy, and imports nothing else of this project.
"""
