"""What a person may write for a thing and what it is called: one resolver, one source of labels."""
