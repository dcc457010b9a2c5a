"""`/api/v1/`: what Enjoin adds. One module an area; a new area is a module and lines in app.py."""
