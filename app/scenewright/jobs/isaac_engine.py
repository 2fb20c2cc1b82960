"""Isaac Sim as the engine of a run, as the person at this machine has set it up."""

from collections.abc import Callable, Iterable

from scenewright.assets.loading import AssetLoader
from scenewright.errors import UserError
from scenewright.render.isaac.budgets import budgets_with
from scenewright.render.isaac.preflight import chosen_installation
from scenewright.render.isaac.renderer import IsaacRenderer, Watch
from scenewright.render.isaac.settings import load_settings
from scenewright.render.renderer import Renderer


def isaac_renderer(
    assets: AssetLoader,
    labels: Iterable[str],
    tell: Callable[[str], None],
    stop: Callable[[], bool],
    *,
    surface: bool,
) -> Renderer:
    """Return the engine, with one of our own beside it that it is compared with.

    Raises:
        UserError: There is no Isaac Sim, or its licence was not agreed to.
    """
    settings = load_settings()
    installation = chosen_installation(settings)
    return IsaacRenderer(
        assets,
        _own_engine(settings.own_engine, assets, tell, surface=surface),
        installation,
        settings,
        Watch(tell, stop),
        labels=labels,
        budgets=budgets_with(settings.budgets, len(settings.gpus)),
    )


def _own_engine(name: str, assets: AssetLoader, tell: Callable[[str], None], *, surface: bool) -> Renderer:
    """Return the built-in engine, or where it cannot run the flat one, which is slower and as exact."""
    if name != "flat":
        from scenewright.render.embedded.engine import EmbeddedRenderer  # noqa: PLC0415

        try:
            return EmbeddedRenderer(assets, surface=surface)
        except UserError as error:
            tell(f"The built-in engine cannot draw beside Isaac Sim, so the slow one without a card does: {error}")
    from scenewright.render.flat import FlatRenderer  # noqa: PLC0415

    return FlatRenderer(assets)
