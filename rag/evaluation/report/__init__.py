"""An evaluation as files: one object in JSON, a TREC run, and one HTML page that needs nothing else."""
