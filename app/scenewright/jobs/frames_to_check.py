"""Which frames a check looks at, and which relations of a dataset it then has not looked at."""

from collections.abc import Collection, Mapping, Sequence

from scenewright.annotate.certificate import Certificate

LABELS_NEEDED: Mapping[str, frozenset[str]] = {
    "keypoints_follow_depth": frozenset({"keypoints"}),
    "keypoints_are_the_assets": frozenset({"keypoints"}),
    "parts_are_the_assets": frozenset({"part_mask"}),
    "boxes_3d_are_the_assets": frozenset(),
    "oriented_boxes_hold_masks": frozenset({"bounding_box_2d_oriented"}),
    "flow_lands_on_itself": frozenset({"forward_flow", "instance_mask"}),
    "flow_follows_depth": frozenset({"forward_flow", "scene_flow", "distance_to_image_plane"}),
    "occlusion_follows_depth": frozenset({"forward_flow", "instance_mask", "distance_to_image_plane"}),
    "flows_are_inverse": frozenset({"forward_flow", "backward_flow"}),
}
"""A project's labels that some relations speak about. These are not looked at in every frame that has the labels: they
need a neighbour in the clip, an object that is seen, or its asset. All others are."""
_OF_THE_ASSETS = ("boxes_3d_are_the_assets", "keypoints_are_the_assets", "parts_are_the_assets")


def sampled(indices: Sequence[int], sample: int | None, clip_length: int = 1) -> Sequence[int]:
    """Return so many of the frames, evenly spread; of clips two neighbours at a time, at every step of the clips.

    Args:
        indices: The frames that are there, ascending.
        sample: How many; all of them if left out.
        clip_length: Frames of a clip; frame i is of clip i // clip_length.
    """
    if sample is None or sample >= len(indices):
        return indices
    chosen: set[int] = set()
    pairs = sample // 2 if clip_length > 1 else 0
    for k in range(pairs):
        # Strides of whole clips would meet the same step each time.
        shift = k % clip_length if len(indices) >= pairs * clip_length else 0
        chosen |= _with_neighbour(indices, min(k * len(indices) // pairs + shift, len(indices) - 1), clip_length)
    missing = sample - len(chosen)
    others = [index for index in indices if index not in chosen]
    return sorted(chosen.union(others[k * len(others) // missing] for k in range(missing)))


def not_looked_at(certificate: Certificate, labels: Collection[str], *, is_sample: bool) -> dict[str, str]:
    """Return why relations were not looked at although a dataset has their labels, by their names."""
    why = "not looked at in this sample" if is_sample else "nothing to look at in these frames"
    assets_are_gone = not certificate.checked.get("boxes_3d_are_the_assets")
    return {
        name: "not looked at: its assets are not there as they were"
        if assets_are_gone and name in _OF_THE_ASSETS
        else why
        for name, needed in LABELS_NEEDED.items()
        if needed <= set(labels) and not certificate.checked.get(name)
    }


def _with_neighbour(indices: Sequence[int], place: int, clip_length: int) -> set[int]:
    """Return a frame and the one after it in its clip, else the one before; alone where neither is there."""
    index = indices[place]
    for step in (1, -1):
        other = place + step
        if (
            0 <= other < len(indices)
            and indices[other] == index + step
            and indices[other] // clip_length == index // clip_length
        ):
            return {index, indices[other]}
    return set()
