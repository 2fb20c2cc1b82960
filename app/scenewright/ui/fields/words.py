"""What the window calls the kinds and choices of the project file, in the words of the trade."""

import inspect

from scenewright.spec.base import SpecModel
from scenewright.ui.language import translate

_WORDS = {
    "png": "PNG",
    "jpeg": "JPEG",
    "webp": "WebP",
    "npz": "NumPy, packed",
    "tiff": "TIFF",
    "npy": "NumPy, plain",
    "fixed": "Value",
    "uniform": "Range",
    "log_uniform": "Range, by magnitude",
    "normal": "Bell curve",
    "choice": "Some values",
    "histogram": "Own shape",
    "mixture": "Mixture",
    "sequence": "One after the other",
    "curriculum": "Changes over the frames",
    "expression": "Formula",
    "image": "Picture",
    "color": "Plain colour",
    "sky": "Sky and sun",
    "directional": "Directional",
    "point": "Point",
    "spot": "Spot",
    "area": "Area",
    "sun": "Sun",
    "surface": "On the floor",
    "volume": "In a box",
    "sphere": "In a ball or shell",
    "on": "On other objects",
    "inside": "Inside other objects",
    "next_to": "Beside other objects",
    "grid": "In rows and layers",
    "stack": "Stacked",
    "frustum": "Before a camera",
    "one_of": "One of several places",
    "upright": "Upright, turned",
    "tilt": "Tilted",
    "any": "Tumbled",
    "face_camera": "Facing the camera",
    "resting": "Resting on a face",
    "hsv": "Hue, saturation, value",
    "palette": "Some colours",
    "opencv": "Pinhole with distortion",
    "fisheye": "Fisheye",
    "physics": "Thrown or dropped",
    "drift": "Straight on",
    "walk": "Walking",
    "orbit": "Round the target",
    "path": "Along a path",
    "same_way": "Same way as at first",
    "along": "The way it goes",
    "target": "Stays on the target",
}

_IN_PLACE = {
    "Split": {"any": "All frames", "train": "Training only", "validation": "Validation only"},
    "role": {"target": "Target", "distractor": "Distractor", "scenery": "Scenery"},
    "levels": {"top": "Top only", "any": "Every board"},
    "split": {"any": "All frames", "train": "Training frames", "validation": "Validation frames"},
    "which": {"one": "One of them", "middle": "Their middle"},
    "axes": {"world": "The world's", "own": "Its own"},
    "gaze": {"target": "On its target", "same_way": "As at the start", "along": "Ahead"},
    "then": {"drop": "Leave it out", "ignore": "Ignore region", "flag": "Label and flag"},
    "collisions": {"avoid": "Avoid", "allow": "Allow"},
    "paint": {"tint": "Tint", "cover": "Cover"},
    "shift": {"random": "Random", "none": "None"},
    "motion": {"drift": "Straight on", "orbit": "Round the target"},
}


def spoken(title: str) -> str:
    """Return a setting's title in the user's language."""
    return translate("spec", title)


def word_for(choice: str, name: str = "") -> str:
    """Return what a choice or kind of the project file is called; `name` is the setting that it is a choice of."""
    word = _IN_PLACE.get(name, {}).get(choice) or _WORDS.get(choice) or choice.replace("_", " ").capitalize()
    return translate("spec", word)


def told(model: type[SpecModel], description: str, doc: str) -> str:
    """Return what a setting does to the data: its description, or else what it, or what it stands in, is."""
    text = description or inspect.cleandoc(doc) or inspect.cleandoc(model.__doc__ or "")
    return translate("spec", text)


def summary(model: type[SpecModel]) -> str:
    """Return what a model is, in its first sentence."""
    return translate("spec", inspect.cleandoc(model.__doc__ or "").split("\n\n")[0].replace("\n", " "))
