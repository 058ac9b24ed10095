"""What is measured with the project, and what composes pages for it: `cd tests && python -m benchmarks.NAME`."""
