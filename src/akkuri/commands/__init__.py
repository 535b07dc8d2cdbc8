"""Commands: one module per command of the akkuri program."""
