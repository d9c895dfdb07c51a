"""The ground of the exchange between instances: who they are, how they ask each other, how organizations meet."""
