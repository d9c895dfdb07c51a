"""Casemgr: the project and the ground everything stands on."""
