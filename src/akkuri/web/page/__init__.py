"""What every page needs: language, labels, values, tables, rendering."""
