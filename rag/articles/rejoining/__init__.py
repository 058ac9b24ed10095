"""Bodies that column ends and other pieces broke apart, put together again."""
