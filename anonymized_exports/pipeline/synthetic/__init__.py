"""Synthetic rows, made from the published figures of a release alone: start reading at `rows.py`."""
