"""The server process and what operators ask of it."""
