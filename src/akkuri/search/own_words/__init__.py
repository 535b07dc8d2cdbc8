"""From a sentence in a person's own words to a named question, a view of an analysis, or a record."""
