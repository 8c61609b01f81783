"""The interface to deliveries, inspected lots and nonconformances."""
