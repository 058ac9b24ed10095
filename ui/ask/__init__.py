"""The tab for asking: conversations, answers with their sources, what the browser keeps of them."""
