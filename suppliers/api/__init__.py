"""The interface to suppliers and to what hangs on them."""
