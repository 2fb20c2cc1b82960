"""What is known of one pixel, in words."""

import math

from scenewright.ui.canvas.overlays import verdict_words, world_point
from scenewright.ui.language import translate
from scenewright.ui.preview.wishes import PreviewFrame


def reading(frame: PreviewFrame, column: int, row: int) -> str:
    """Return pixel, object, class, visibility, depth and world point of a pixel of a frame."""
    scale = frame.scale
    parts = [f"{int((column + 0.5) / scale)}, {int((row + 0.5) / scale)} px"]
    owner = int(frame.owners[row, column])
    if 0 <= owner < len(frame.plan.objects):
        item = frame.plan.objects[owner]
        parts.append(_object(frame, item.instance_id, item.class_name, item.group, item.asset))
    else:
        parts.append(translate("canvas", "background"))
    depth = float(frame.depth[row, column])
    if math.isfinite(depth):
        parts.append(translate("canvas", "{depth:.3f} m deep").format(depth=depth))
        at = world_point(frame, column, row)
        if at is not None:
            parts.append(translate("canvas", "at ({x:.3f}, {y:.3f}, {z:.3f}) m").format(x=at[0], y=at[1], z=at[2]))
    return "   ·   ".join(parts)


def _object(frame: PreviewFrame, instance_id: int, class_name: str, group: str, asset: str) -> str:
    record = next((item for item in frame.instances if item.instance_id == instance_id), None)
    if record is None or instance_id == 0:
        return translate("canvas", "{group} ({asset}), not labelled").format(group=group, asset=asset)
    words = f"{class_name} {instance_id} ({asset})"
    hidden = record.occlusion_ratio or 0.0
    if hidden >= 0.005:
        words += translate("canvas", ", {hidden:.0%} hidden").format(hidden=hidden)
    if record.verdict:
        words += f", {verdict_words(record)}: {record.reason}"
    return words
