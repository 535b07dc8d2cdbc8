"""Chains of service: what an outsider can have done one step after another, and where the chain breaks."""
