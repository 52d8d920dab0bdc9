"""From a post on X to one decent reply: what posts mean, and what is done about them."""
