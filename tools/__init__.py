"""What `./dev` does, with nothing but the standard library."""
