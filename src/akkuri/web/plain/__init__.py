"""The site as plain files, for a web server that runs nothing: pages, documents, SPARQL in the tab."""
