"""The stand-in's stage context."""

from standin import behaviour, state

state.running()

import pxr  # noqa: E402, F401  (fills in the real OpenUSD)


class _Stage:
    """The calls that the worker makes on a stage, and no others."""

    def __init__(self, stage):
        self.GetPrimAtPath = stage.GetPrimAtPath
        self.GetAttributeAtPath = stage.GetAttributeAtPath


class _Context:
    def __init__(self):
        self._loading = 0

    def open_stage(self, url: str) -> bool:
        if behaviour.happens("cannot_open"):
            return False
        state.stage = state.real.Usd.Stage.Open(url)
        self._loading = 5
        return True

    def get_stage_loading_status(self):
        late = behaviour.WISHES.get("late_materials", 0) > state.updates
        self._loading = max(0, self._loading - 1)
        return ("", 0, self._loading + (1 if late and not behaviour.WISHES.get("hidden_loading") else 0))

    def get_stage(self):
        return _Stage(state.stage)


_context = _Context()


def get_context(name: str = ""):
    return _context
