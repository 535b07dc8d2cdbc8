"""What a curator works with: templates to fill in, repairs, and taking additions into the tables."""
