"""The tab for evaluation: question files, runs, results, readers' feedback."""
