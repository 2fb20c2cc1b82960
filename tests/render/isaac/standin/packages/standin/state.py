"""The running program: what is open, what is rendered, and how often."""

from types import SimpleNamespace

app = None
stage = None  # the real Usd.Stage
opened_file = None
settings = {}
products = []
steps = 0
updates = 0
before = {}
"""What was where when each camera rendered its last frame."""

real = SimpleNamespace()
"""OpenUSD's own modules; the worker sees guarded ones."""


def running():
    if app is None:
        raise ImportError("Kit does not run: SimulationApp comes before any omni or pxr import")
