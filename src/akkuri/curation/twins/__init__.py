"""Records that may be one and the same: found with their evidence, and merged."""
