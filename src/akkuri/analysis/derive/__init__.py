"""What a build derives: the SPARQL rules, then what needs counting and graph algorithms."""
