"""Finding what people type: records, concepts and questions by their words and values."""
