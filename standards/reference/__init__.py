"""Shipped facts about standards. Each row has its source and the day on which it was last looked at."""
