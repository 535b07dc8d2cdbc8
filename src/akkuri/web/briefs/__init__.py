"""Briefs: a cell, a region or a record on at most two printed pages."""
