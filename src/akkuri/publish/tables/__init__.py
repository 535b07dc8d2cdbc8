"""The formats that publish the tables."""
