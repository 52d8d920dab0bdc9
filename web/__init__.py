"""What browsers and API clients see; it decides nothing about tickets or articles."""
