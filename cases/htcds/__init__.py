"""HTCDS 2.0 (IOM, CC BY 4.0): where each of its live fields has its place here, and a case as its record."""
