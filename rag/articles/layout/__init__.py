"""The layout of one page: what each line is, and where one piece ends and the next begins."""
