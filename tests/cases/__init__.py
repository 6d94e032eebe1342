"""Cases in pairs: each one that fails has a near-identical twin that does not."""
