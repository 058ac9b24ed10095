"""Records as programs export them: what their fields are called, and the text and days that they hold."""
