"""What keeps Isaac Sim from running is said before it is started, with the remedy."""

from dataclasses import replace

import pytest
from install import put_up

from scenewright.errors import UserError
from scenewright.jobs.doctor import set_up_isaac
from scenewright.render.isaac.graphics_cards import GraphicsCard, parsed_cards
from scenewright.render.isaac.installations import Installation
from scenewright.render.isaac.preflight import card_checks, preflight
from scenewright.render.isaac.settings import IsaacSettings, load_settings, save_settings

ISAAC = Installation("folder", "/isaac", "5.1.0")
L40 = GraphicsCard(0, "NVIDIA L40S", "580.65.06", 45.0)


def verdicts(*cards, gpus=(0,), installation=ISAAC):
    return [(check.verdict, check.sentence) for check in card_checks(cards, gpus, installation)]


def test_a_card_with_rt_cores_and_the_validated_driver_is_well():
    assert [verdict for verdict, _ in verdicts(L40)] == ["well", "well"]


@pytest.mark.parametrize(
    "name", ["NVIDIA A100-SXM4-80GB", "NVIDIA H100 80GB HBM3", "Tesla V100-SXM2-16GB", "NVIDIA B200"]
)
def test_cards_without_rt_cores_cannot_be_used(name):
    (verdict, sentence), _ = verdicts(replace(L40, name=name))
    assert verdict == "missing"
    assert "RT cores" in sentence


@pytest.mark.parametrize(("memory_gb", "verdict"), [(4.0, "missing"), (12.0, "doubtful"), (16.0, "well")])
def test_a_card_needs_memory(memory_gb, verdict):
    assert verdicts(GraphicsCard(0, "NVIDIA RTX A4000", "580.65.06", memory_gb))[0][0] == verdict


@pytest.mark.parametrize(
    ("version", "driver", "verdict"),
    [
        ("5.1.0", "580.65.06", "well"),
        ("5.1.0", "590.10", "doubtful"),
        ("5.1.0", "535.183.01", "missing"),
        ("6.0.1", "570.124", "missing"),
        ("6.0.1", "595.58.03", "well"),
        ("6.0.1", "610.43", "doubtful"),
        ("4.5.0", "535.183.01", "doubtful"),
    ],
)
def test_the_driver_is_compared_with_what_is_known(version, driver, verdict):
    installation = replace(ISAAC, version=version)
    assert verdicts(replace(L40, driver=driver), installation=installation)[-1][0] == verdict


def test_no_card_and_a_wrong_number_are_told():
    assert "No NVIDIA graphics card" in verdicts()[0][1]
    assert "There is no graphics card 3" in verdicts(L40, gpus=(3,))[0][1]


def test_cards_are_read_from_nvidia_smi():
    text = "0, NVIDIA L40S, 580.65.06, 46068\n1, NVIDIA RTX A6000, 580.65.06, [N/A]\nnonsense\n"
    cards = parsed_cards(text)
    assert [(card.number, card.name, round(card.memory_gb)) for card in cards] == [
        (0, "NVIDIA L40S", 45),
        (1, "NVIDIA RTX A6000", 0),
    ]


def test_a_chosen_installation_and_the_licence_are_remembered(tmp_path, place):
    root = put_up(tmp_path / "isaac")
    assert any("licence was not agreed to" in check.sentence for check in preflight(IsaacSettings(str(root))))
    set_up_isaac(str(root), accept_eula=False)
    set_up_isaac("", accept_eula=True)
    settings = load_settings()
    assert settings.installation == str(root)
    assert settings.eula_accepted
    sentences = [check.sentence for check in preflight(settings)]
    assert any("Isaac Sim 5.1.0" in sentence and "is used" in sentence for sentence in sentences)
    assert any("was agreed to on this machine" in sentence for sentence in sentences)
    set_up_isaac("", accept_eula=True)
    assert load_settings().eula_accepted == settings.eula_accepted, "asked and recorded once"


@pytest.mark.parametrize("text", ["", "[]", '{"gpus": 3, "unknown": 1}', "\0"])
def test_damaged_settings_count_as_never_said(text, place):
    place.mkdir()
    (place / "settings.json").write_text(text)
    assert isinstance(load_settings(), IsaacSettings)


def test_settings_are_read_as_they_were_written(place):
    settings = IsaacSettings("x", "now", (0, 2), True, 4, "/assets", ("--a",), {"frame_s": 2.0}, "flat")
    save_settings(settings)
    assert load_settings() == settings


def test_a_pip_installation_in_an_environment_of_another_python_cannot_run(tmp_path, monkeypatch, place):
    python = tmp_path / "bin/python"
    python.parent.mkdir()
    python.write_text("#!/bin/bash\necho 5.1.0.0 3.12\n")
    python.chmod(0o755)
    checks = preflight(IsaacSettings(str(python), "now"))
    assert any(check.verdict == "missing" and "needs Python 3.11" in check.sentence for check in checks)


def test_nothing_starts_before_the_licence_is_agreed_to(isaac, run):
    isaac(settings=IsaacSettings(own_engine="flat"))
    with pytest.raises(UserError, match=r"was not agreed to on this machine.*--accept-eula"):
        run()


@pytest.mark.parametrize(
    ("text", "told"),
    [("{", "cannot be read"), ('["a"]', "cannot be read"), ('{"subframs": 3}', "not known here: subframs")],
)
def test_settings_that_are_not_used_are_told(text, told, tmp_path, monkeypatch):
    monkeypatch.setenv("SCENEWRIGHT_ISAAC", str(tmp_path))
    (tmp_path / "settings.json").write_text(text)
    assert any(check.verdict == "doubtful" and told in check.sentence for check in preflight(load_settings()))


def test_damaged_settings_are_kept_when_others_are_chosen(tmp_path, monkeypatch):
    monkeypatch.setenv("SCENEWRIGHT_ISAAC", str(tmp_path))
    (tmp_path / "settings.json").write_text('{"eula_accepted": "2026",')
    save_settings(IsaacSettings(subframes=3))
    assert load_settings().subframes == 3
    assert (tmp_path / "settings.damaged.json").read_text() == '{"eula_accepted": "2026",'
