"""The gate: which query texts are let through to the engine, and the sentence for those that are not."""
