"""Link: registries, candidates, scoring and mappings."""
