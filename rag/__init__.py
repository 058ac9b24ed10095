"""问报: ask Chinese newspaper pages; see `Assistant`."""
