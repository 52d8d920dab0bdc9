"""The figures a supervisor looks at: declared once, computed from tickets and mentions."""
