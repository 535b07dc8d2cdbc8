"""Graph: rows become record graphs, and two graphs are compared record by record."""
