"""Pages and API of the named questions."""
