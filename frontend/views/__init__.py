"""Views: fetch, act, say, redirect."""
