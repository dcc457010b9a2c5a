"""The UK lists in parts: the UK Sanctions List, OFSI's ConList, and the party both describe."""
