"""What a question asks for: a plan of it, read by rules, shown to whoever asked, and carried out over all pieces."""
