"""The named questions: their files, their parameters and their answers as plain values."""
