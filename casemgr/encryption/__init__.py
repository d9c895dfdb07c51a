"""Encryption of what identifies a person. The only room that imports `cryptography`.

master key (a file, or an organization's own) → organization key → one data key per owner → fields and files.
Destroying an owner's data key makes everything sealed under it unreadable, in every copy.
"""
