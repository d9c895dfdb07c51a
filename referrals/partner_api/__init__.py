"""The partner API: systems of other organizations send and receive referrals. See /api/v1/schema/."""
