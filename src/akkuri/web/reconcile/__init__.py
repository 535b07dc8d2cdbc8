"""`/reconcile`: the W3C Reconciliation Service API 0.2, by which OpenRefine matches names to records."""
