"""The agents' console: what people on the operator's side see and do, in a browser."""
