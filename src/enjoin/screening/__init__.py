"""Is this party on a list: an index, candidates, scores."""
