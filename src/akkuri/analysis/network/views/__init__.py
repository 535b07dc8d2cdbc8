"""The views of the network analysis, one module each."""
