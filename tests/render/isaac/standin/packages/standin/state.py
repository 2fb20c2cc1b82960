"""The running program: what is open, what is rendered, and how often."""

from types import SimpleNamespace

app = None
stage = None  # the real Usd.Stage
opened_file = None
settings = {}
products = []
steps = 0
updates = 0
before = None
"""What was where when the last frame was rendered."""

real = SimpleNamespace()
"""OpenUSD's own modules; the worker sees guarded ones."""


def running():
    if app is None:
        raise ImportError("Kit does not run: SimulationApp comes before any omni or pxr import")
