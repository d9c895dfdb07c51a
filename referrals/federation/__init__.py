"""Referrals between organizations that work on different instances. docs/exchange.md tells the protocol.

An organization on another instance stands here as one without people and with one account (`remote_partner`); what
its letters say is done by that account through the same actions, table of states and row-level security as anybody's.
"""
