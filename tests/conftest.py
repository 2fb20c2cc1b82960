"""What all tests share."""

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files instead of comparing")


@pytest.fixture(autouse=True, scope="session")
def _no_library_of_the_person_at_this_machine(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCENEWRIGHT_LIBRARY", str(tmp_path_factory.mktemp("library")))
        patch.setenv("SCENEWRIGHT_CONFIG", str(tmp_path_factory.mktemp("config")))
        yield


@pytest.fixture
def golden(request):
    """Compare a text with a golden file; review what `--update-golden` changed as a diff."""

    def check(name: str, text: str) -> None:
        path = request.config.rootpath / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"{path} differs; if it should, run pytest --update-golden"

    return check
