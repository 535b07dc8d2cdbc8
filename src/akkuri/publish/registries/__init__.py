"""The formats of registries."""
