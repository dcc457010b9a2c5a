"""FollowTheMoney data sets in parts: entities as JSON lines, statements and targets as rows."""
