"""`/api/v1/`: everything Enjoin adds. One module an area; a new area is a module and a line in app.py."""
