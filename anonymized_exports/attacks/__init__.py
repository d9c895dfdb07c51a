"""Attacks on our own exports, over made-up people only: start reading at `suite.py`. Plain Python, no Django."""
