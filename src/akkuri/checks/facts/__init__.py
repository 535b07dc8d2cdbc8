"""What rows say against time, against their sources and against each other."""
