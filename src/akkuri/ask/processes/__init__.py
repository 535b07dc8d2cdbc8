"""The query processes: how they are started, limited, shared and replaced."""
