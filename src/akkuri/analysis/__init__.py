"""Analysis: derivation rules, gaps, networks and scenarios."""
