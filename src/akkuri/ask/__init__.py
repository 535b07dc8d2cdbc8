"""Answering questions: the gate, the query processes, the cache and the named queries."""
