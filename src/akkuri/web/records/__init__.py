"""Pages and documents of records and concepts, and finding them."""
