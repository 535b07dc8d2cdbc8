"""How a table that an analysis can show is declared: its columns, its filters, its page."""
