"""Linking of tables: the records of the graph to the entries of a registry."""
