"""Scenarios: facilities and offerings put in, taken away or changed, and the cells before and after."""
