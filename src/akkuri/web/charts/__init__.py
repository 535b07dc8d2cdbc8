"""Charts of answers, drawn as SVG on the server."""
