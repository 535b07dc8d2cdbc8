"""Tables: reading and writing CSV files and workbooks, with file, row and column kept."""
