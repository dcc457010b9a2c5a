"""yente's API: what is written for it works by changing a URL. Shapes are yente's."""
