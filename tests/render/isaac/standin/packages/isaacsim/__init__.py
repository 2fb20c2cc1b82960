"""The stand-in's SimulationApp."""

import sys

from standin import behaviour, state

RENDERERS = ("RaytracedLighting", "PathTracing", *(("RealTimePathTracing",) if behaviour.VERSION >= (6, 0) else ()))


class SimulationApp:
    def __init__(self, launch_config: dict = None, experience: str = ""):  # noqa: RUF013  (the real signature)
        if len(sys.argv) > 1:
            raise SystemExit(f"Kit does not know {sys.argv[1:]}")
        if any(name.split(".")[0] in ("omni", "pxr") for name in sys.modules):
            raise RuntimeError("omni or pxr was imported before SimulationApp")
        config = launch_config or {}
        if config.get("renderer") not in RENDERERS:
            raise ValueError(f"renderer {config.get('renderer')} is unknown to {behaviour.VERSION}")
        assert config["headless"] is True
        assert config["multi_gpu"] is False
        with (behaviour.ROOT / "cards").open("a") as used:
            used.write(f"{config['active_gpu']}\n")
        behaviour.on_start()
        state.app = self

    def update(self) -> None:
        state.updates += 1

    def reset_render_settings(self) -> None:
        state.settings.clear()

    def close(self, wait_for_replicator: bool = True, **kwargs):
        allowed = {(4, 5): set(), (5, 0): set(), (5, 1): {"skip_cleanup"}}
        assert set(kwargs) <= allowed.get(behaviour.VERSION, {"skip_cleanup", "exit_code"})
        behaviour.on_close()
