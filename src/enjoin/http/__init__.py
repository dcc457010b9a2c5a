"""HTTP: requests in, one call to the workspace, JSON out. `app.py` shows all of it at a glance."""
