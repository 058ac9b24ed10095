"""A question -> its answer: retrieve, fuse, rerank, decide whether to answer, compose, cite."""
