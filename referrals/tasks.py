"""Where the job queue finds this room's jobs."""

from referrals.federation import tasks as exchange

__all__ = ["exchange"]
