"""The `wenbao` command: what may be given on the command line, what is done, and what a terminal shows of it."""
