"""Tables that operators keep of their own: read by a saved mapping, compared, and proposed."""
