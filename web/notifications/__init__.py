"""What leaves the product by mail and by webhook: sent from the outbox, worded, signed."""
