"""The service directory: who helps with what, where, for whom, and whether there is room. Shaped on HSDS."""
