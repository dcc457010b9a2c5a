"""What follows from evidence: findings."""
