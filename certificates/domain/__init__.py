"""Rules about certificates: pure functions over dates and enums. Nothing here knows Django or reads a
clock."""
