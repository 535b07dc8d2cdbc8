"""Rows that people send: names become ids, new records get theirs, before anything is checked."""
