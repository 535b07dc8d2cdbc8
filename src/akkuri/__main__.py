"""`python -m akkuri` is `akkuri`."""

from akkuri.cli import main

main()
