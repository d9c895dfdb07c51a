"""Webhooks and the feed of events: an organization's own systems are told that a referral moved, never about whom."""
