"""Milvus as the store of an index that one machine is too small for: written, opened and searched there."""
