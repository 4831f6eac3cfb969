"""Words and rules of performance management, as functions of values: no database, no clock."""
