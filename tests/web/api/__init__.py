"""The API as its description has it."""
