"""The interface to people, teams, notices and oneself; and who asks."""
