"""The errors Akkuri shows to people, each with the exit code of the command line."""

__all__ = ["AkkuriError", "DataError", "OutsideError", "UsageError"]


class AkkuriError(Exception):
    """One clear sentence: where, what was found, what was expected."""

    exit_code = 1


class DataError(AkkuriError):
    """The data has violations (exit code 1)."""

    exit_code = 1


class UsageError(AkkuriError):
    """Wrong usage or unreadable input (exit code 2)."""

    exit_code = 2


class OutsideError(AkkuriError):
    """Something outside Akkuri failed, such as a remote store (exit code 3)."""

    exit_code = 3
