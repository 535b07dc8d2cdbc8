"""The formats that publish the graph as such."""
