"""How large things usually are: the longest side in metres, smallest and largest that is plausible."""

ANYTHING_M = (0.001, 30.0)
"""Of what nobody knows the class of."""

USUAL_SIZES_M: dict[str, tuple[float, float]] = {
    "apple": (0.05, 0.12), "backpack": (0.3, 0.8), "ball": (0.02, 0.8), "banana": (0.1, 0.28),
    "barrel": (0.4, 1.3), "basket": (0.15, 0.8), "battery": (0.03, 0.4), "bearing": (0.008, 0.4),
    "bed": (1.5, 2.4), "bench": (0.8, 2.6), "bicycle": (1.2, 2.1), "bin": (0.1, 1.5), "bolt": (0.005, 0.3),
    "book": (0.1, 0.45), "bottle": (0.08, 0.45), "bowl": (0.06, 0.45), "box": (0.02, 2.0), "bracket": (0.01, 0.6),
    "bread": (0.1, 0.6), "bus": (6.0, 19.0), "cable": (0.1, 3.0), "can": (0.05, 0.3), "car": (2.5, 6.0),
    "carton": (0.06, 1.5), "carton_box": (0.1, 1.5), "cat": (0.25, 0.8), "chair": (0.6, 1.4),
    "circuit_board": (0.01, 0.5), "cone": (0.15, 1.1), "connector": (0.005, 0.3), "crate": (0.2, 1.5),
    "cup": (0.05, 0.2), "cutlery": (0.1, 0.35), "desk": (0.7, 2.5), "dog": (0.25, 1.4), "door": (1.6, 2.6),
    "drill": (0.12, 0.5), "drum": (0.4, 1.3), "fire_extinguisher": (0.25, 0.9), "forklift": (1.8, 5.0),
    "fork": (0.1, 0.3), "gear": (0.005, 1.0), "glass": (0.06, 0.3), "glove": (0.15, 0.4), "hammer": (0.15, 1.0),
    "hand_truck": (0.8, 1.6), "hat": (0.15, 0.5), "helmet": (0.2, 0.45), "jar": (0.05, 0.35),
    "jerrycan": (0.15, 0.6), "key": (0.02, 0.15), "keyboard": (0.2, 0.6), "knife": (0.1, 0.5), "ladder": (0.5, 6.0),
    "lamp": (0.1, 2.2), "laptop": (0.2, 0.5), "lemon": (0.05, 0.13), "machine": (0.4, 12.0), "monitor": (0.3, 1.4),
    "motor": (0.02, 1.0), "motorcycle": (1.3, 2.6), "mouse": (0.06, 0.16), "mug": (0.06, 0.2), "nut": (0.003, 0.15),
    "orange": (0.05, 0.13), "pallet": (0.5, 1.5), "pan": (0.15, 0.65), "pen": (0.08, 0.2), "person": (0.4, 2.2),
    "phone": (0.1, 0.2), "pipe": (0.03, 6.0), "plant": (0.05, 4.0), "plate": (0.1, 0.4), "pliers": (0.08, 0.4),
    "pot": (0.08, 0.6), "rack": (0.4, 12.0), "remote": (0.08, 0.3), "robot": (0.05, 4.0), "robot_arm": (0.2, 4.0),
    "scissors": (0.06, 0.4), "screw": (0.003, 0.3), "screwdriver": (0.05, 0.5), "shelf": (0.3, 6.0),
    "shoe": (0.1, 0.45), "sofa": (1.0, 4.0), "spoon": (0.08, 0.4), "stool": (0.3, 1.0), "table": (0.35, 4.0),
    "toolbox": (0.15, 1.0), "tote": (0.2, 1.2), "toy": (0.02, 1.0), "tray": (0.1, 1.0), "tree": (0.5, 40.0),
    "trolley": (0.5, 2.5), "truck": (4.0, 20.0), "valve": (0.02, 1.5), "vase": (0.06, 1.2), "washer": (0.003, 0.15),
    "waste_bin": (0.15, 1.6), "wheel": (0.02, 1.5), "wrench": (0.05, 1.0),
}  # fmt: skip


def usual_size_m(class_name: str | None) -> tuple[float, float]:
    """Return the plausible range of a class, by its name or the last word of it; of anything where it is unknown."""
    if not class_name:
        return ANYTHING_M
    name = class_name.strip().lower().replace(" ", "_").replace("-", "_")
    return USUAL_SIZES_M.get(name) or USUAL_SIZES_M.get(name.rsplit("_", 1)[-1]) or ANYTHING_M
