"""How much of what is recorded rests on one publisher, and what hiding publishers shows about empty cells."""
