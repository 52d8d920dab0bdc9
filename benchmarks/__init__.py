"""Measurements that decide: `intents` in Rasa's environment, `turns` in the product's."""
