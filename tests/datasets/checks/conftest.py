"""Folders of 2D labels, ours, and what is found in them once they are changed."""

import json

import pytest
import yaml


def _looked_at(opened):
    """Return everything that is found in a folder, as check to sentences."""
    found = {}
    for name, words in opened.whole:
        found.setdefault(name, []).append(words)
    digests = {}
    for item in opened.items:
        findings = opened.look(item)
        assert findings.checked <= set(opened.sentences)
        for name, words in findings.wrong:
            found.setdefault(name, []).append(words)
        assert findings.view is None or findings.wrong
        digests[findings.digest] = findings.name
    assert set(found) <= set(opened.sentences)
    return found


@pytest.fixture
def looked_at():
    return _looked_at


@pytest.fixture
def edited():
    """Change a JSON or YAML file in place."""

    def edit(path, change):
        is_json = path.suffix == ".json"
        data = json.loads(path.read_text()) if is_json else yaml.safe_load(path.read_text())
        change(data)
        path.write_text(json.dumps(data) if is_json else yaml.safe_dump(data))

    return edit
