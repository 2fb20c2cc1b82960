import hashlib

import pytest
import torch
from torchvision.models import mobilenet_v3_large

from scenewright.errors import UserError
from scenewright.training.models import MODELS, ModelEntry, Shape
from scenewright.training.weights import MissingWeightsError, load_weights, resolved_weights

SMALL = MODELS["center_small"]


def entry(url):
    return ModelEntry("detection", "a test's", SMALL.build, weights_url=url)


def built(classes=2):
    return SMALL.build(Shape(classes, (64, 48)))


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("SCENEWRIGHT_WEIGHTS", str(tmp_path / "cache"))
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    return tmp_path / "cache"


@pytest.fixture
def elsewhere(tmp_path):
    """Weights on a server: a file whose name ends in the first digits of its hash."""
    plain = tmp_path / "weights.pth"
    torch.save(built().state_dict(), plain)
    digits = hashlib.sha256(plain.read_bytes()).hexdigest()[:8]
    return plain.rename(tmp_path / f"weights-{digits}.pth")


def test_none_means_random_weights_and_says_so():
    assert resolved_weights(entry("https://nowhere.invalid/a-12345678.pth"), "none") is None
    assert load_weights(built(), None).sentence() == "The model starts from random weights."


def test_a_given_file_is_loaded_and_named(elsewhere):
    path = resolved_weights(SMALL, str(elsewhere))
    model = built()
    loaded = load_weights(model, path)
    assert loaded.tensors == loaded.of
    assert elsewhere.name in loaded.sentence()


def test_a_download_is_kept_and_found_again(cache, elsewhere):
    told = []
    wanted = entry(elsewhere.as_uri())
    path = resolved_weights(wanted, "auto", lambda done, total: told.append((done, total)))
    assert path.parent == cache
    assert told[-1][0] == told[-1][1] == elsewhere.stat().st_size
    elsewhere.unlink()
    assert resolved_weights(wanted, "auto") == path


def test_a_damaged_download_is_refused_and_leaves_nothing(cache, elsewhere):
    elsewhere.write_bytes(elsewhere.read_bytes()[:-100])
    with pytest.raises(UserError, match="arrived damaged"):
        resolved_weights(entry(elsewhere.as_uri()), "auto")
    assert list(cache.iterdir()) == []


def test_a_damaged_file_in_the_cache_is_not_used(cache, elsewhere):
    cache.mkdir()
    (cache / elsewhere.name).write_bytes(b"half of it")
    path = resolved_weights(entry(elsewhere.as_uri()), "auto")
    assert path.read_bytes() == elsewhere.read_bytes()


def test_without_a_network_the_ways_out_are_named(cache, tmp_path):
    url = (tmp_path / "gone-12345678.pth").as_uri()
    with pytest.raises(MissingWeightsError) as caught:
        resolved_weights(entry(url), "auto")
    said = str(caught.value)
    assert all(part in said for part in ("--weights none", "--weights FILE", url, str(cache)))
    with pytest.raises(MissingWeightsError, match="not on this machine"):
        resolved_weights(entry(url), "auto", may_download=False)


def test_other_classes_get_new_heads_and_that_is_told(elsewhere):
    loaded = load_weights(built(classes=5), elsewhere)
    assert loaded.of - loaded.tensors == 2
    assert "heat.1" in loaded.sentence()


def test_weights_of_another_model_are_refused(tmp_path):
    torch.save(torch.nn.Linear(3, 4).state_dict(), tmp_path / "other.pth")
    with pytest.raises(UserError, match="another model"):
        load_weights(built(), tmp_path / "other.pth")


def test_a_file_that_is_no_weights_is_refused(tmp_path):
    (tmp_path / "a.pth").write_bytes(b"no weights")
    with pytest.raises(UserError, match=r"cannot be read as weights|more than weights"):
        load_weights(built(), tmp_path / "a.pth")
    torch.save({"a": print}, tmp_path / "b.pth")
    with pytest.raises(UserError, match="more than weights"):
        load_weights(built(), tmp_path / "b.pth")


def test_a_backbone_alone_fills_the_backbone(tmp_path):
    torch.save(mobilenet_v3_large(weights=None).state_dict(), tmp_path / "backbone.pth")
    for name in ("lraspp_mobilenet_v3_large", "ssdlite320_mobilenet_v3_large", "maskrcnn_mobilenet_v3_large_fpn"):
        loaded = load_weights(MODELS[name].build(Shape(2, (64, 48))), tmp_path / "backbone.pth")
        assert loaded.tensors > 200, name
