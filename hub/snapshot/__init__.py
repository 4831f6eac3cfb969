"""What can be shown: frozen views of one moment (``views``), and the queries that take them."""
