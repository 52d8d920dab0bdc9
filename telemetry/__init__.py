"""What every process says of itself: logs, metrics and traces, in one shape.

It imports none of the product, so that all of it may import this; entry points call `watching`.
"""
