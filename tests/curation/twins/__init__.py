"""Templates, repairs and taking in: what a curator does with a workbook."""
