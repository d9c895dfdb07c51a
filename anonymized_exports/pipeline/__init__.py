"""From consented rows to a package anybody may read: plain Python, no Django. Start reading at `run.py`."""
