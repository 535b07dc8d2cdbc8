"""Plans: announced investments as candidates, and the best set of them within a budget."""
