"""Cited pages: kept as they were read, and compared with what stands there now."""
