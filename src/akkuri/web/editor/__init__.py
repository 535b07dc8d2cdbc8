"""The editor of SPARQL: its page, the terms that it completes, the query's answer in views."""
