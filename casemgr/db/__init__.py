"""PostgreSQL backend that states, in each transaction, who is asking."""
