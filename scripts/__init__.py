"""What sets the product up and keeps it running; `python -m scripts.<name>` from the root."""
