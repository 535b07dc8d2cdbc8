"""The view of chains of service."""
