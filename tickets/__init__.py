"""The domain and its data: conversations, messages, tickets and their events.

Imports nothing else of the product; everything else may import it.
"""
