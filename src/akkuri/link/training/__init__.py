"""Training: fits the shipped linking models anew from gold that the user supplies; run by hand."""
