"""Evaluation: question files, measures, asking and judging, the report. Through the assistant's door only."""
