"""The server for assistants (Model Context Protocol): the same answers as over HTTP, as tools."""
