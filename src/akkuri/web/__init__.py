"""Web: the Flask application."""
