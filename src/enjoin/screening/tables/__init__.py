"""Tables of customers: how they are read and written, and runs that go on where they stopped."""
