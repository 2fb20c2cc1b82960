"""The open project in the preview process: its engine and assets stay while the project is edited."""

from collections.abc import Callable, Iterator
from pathlib import Path

from scenewright.assets.loading import AssetLoader
from scenewright.assets.sources import resolve
from scenewright.errors import UserError
from scenewright.jobs.drawing import Drawing, make_renderer
from scenewright.sampling.sampler import standing_key
from scenewright.sampling.trace import Trace
from scenewright.sampling.tracing import Traceable, trace_frame, traceable
from scenewright.spec.project import ProjectSpec, references
from scenewright.ui.preview.wishes import Problem

_MOST_TRACES = 400


class Project:
    """One state of the project after the other; what a state shares with the one before is kept."""

    def __init__(self, engine: str, folder: Path, check: Callable[[], None]) -> None:
        """Start the engine.

        Args:
            engine: 'embedded', or 'flat'.
            folder: The project's.
            check: Raises where what is being drawn is wanted no more.

        Raises:
            UserError: It cannot run on this machine.
        """
        self._engine, self._folder, self._check = engine, folder, check
        self._assets = AssetLoader(folder)
        self._renderer = make_renderer(engine, self._assets, surface=True, check=check)
        self._text = ""
        self._traceable: Traceable | None = None
        self._traces: dict[int, Trace] = {}
        self._before: dict[int, Trace] = {}

    def describe(self) -> dict[str, str]:
        """Return what draws."""
        return self._renderer.describe()

    def open(self, text: str, folder: Path) -> bool:
        """Go on with a state of the project, as JSON; tell whether it is another one.

        What the states have in common stays loaded.
        """
        if folder != self._folder:
            self._folder, self._assets = folder, AssetLoader(folder)
            self._renderer = make_renderer(self._engine, self._assets, surface=True, check=self._check)
            self._text, self._before, self._traces = "", {}, {}
        if text == self._text:
            return False
        self._text = text
        old, self._traceable = self._traceable, traceable(ProjectSpec.model_validate_json(text))
        # Who drags a camera or a light need not wait for objects to settle again.
        same = old is not None and standing_key(old.spec) == standing_key(self._traceable.spec)
        self._before = {**self._before, **self._traces} if same else {}
        self._traces = {}
        return True

    @property
    def drawing(self) -> Drawing:
        """The engine with the project as it is now."""
        return Drawing(self._spec, self._assets, self._renderer, check=self._check)

    def trace(self, index: int) -> Trace:
        """Return how a frame comes about; each is sampled once.

        Raises:
            UserError: It cannot be sampled.
        """
        if index not in self._traces:
            assert self._traceable is not None, "a project is open"
            while len(self._traces) >= _MOST_TRACES:
                del self._traces[next(iter(self._traces))]
            self._traces[index] = trace_frame(self._traceable, index, self._assets, self._before.get(index))
        return self._traces[index]

    def problems(self) -> Iterator[Problem]:
        """Yield a problem for each source that names nothing."""
        for kind, place, source in references(self._spec):
            try:
                resolve(kind, source, self._folder)
            except UserError as error:
                yield Problem(str(error), place)
            except OSError as error:
                yield Problem(f"{source} cannot be read: {error.strerror or error}.", place)

    @property
    def _spec(self) -> ProjectSpec:
        assert self._traceable is not None, "a project is open"
        return self._traceable.spec
