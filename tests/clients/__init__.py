"""Programs of others that read what Akkuri serves."""
