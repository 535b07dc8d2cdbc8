"""Release: building, opening and switching releases."""
