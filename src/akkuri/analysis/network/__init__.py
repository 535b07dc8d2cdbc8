"""Network analysis: ties between actors, their measures, chains of introductions, pairs that fit."""
