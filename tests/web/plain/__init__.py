"""The site as plain files."""
