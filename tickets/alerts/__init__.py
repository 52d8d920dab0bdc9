"""Alerts: rules over figures and over how the product stands, and what becomes of each."""
