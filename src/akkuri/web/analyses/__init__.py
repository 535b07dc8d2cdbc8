"""Pages and API of the gap and network analyses."""
