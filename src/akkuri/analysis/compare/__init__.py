"""Two places or two releases side by side."""
