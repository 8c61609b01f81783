"""What deliveries, inspected lots and nonconformances look like in a file. `deliveries/imports.py` registers them."""
