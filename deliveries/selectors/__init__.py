"""What pages and the rating read of deliveries, lots and nonconformances."""
