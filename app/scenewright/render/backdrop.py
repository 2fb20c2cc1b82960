"""A picture behind everything that a camera sees."""

import numpy as np
import PIL.Image
from numpy.typing import NDArray
from scipy import ndimage

from scenewright.assets.images import linear_from_srgb, srgb_from_linear
from scenewright.render.renderer import View
from scenewright.sampling.plan import BackdropPlan

Pixels = NDArray[np.uint8]


def before_backdrop(view: View, plan: BackdropPlan, picture: Pixels) -> Pixels:
    """Return a view's picture (H, W, 3) with another one where nothing is hit.

    Args:
        view: What the camera sees.
        plan: What is done to the other picture.
        picture: uint8 (H, W, 3), sRGB, of any size.
    """
    height, width = view.depth.shape
    behind = fitted(plan, picture, width, height)
    hit = np.isfinite(view.depth)
    # At its edges an object's smoothed border holds some of the surroundings that it was drawn before.
    share = np.where(hit, 1.0, 0.5 * ndimage.uniform_filter(hit.astype(np.float32), 3))[..., None]
    mixed = behind + (view.rgb - behind.astype(np.float32)) * share
    return np.asarray(mixed + 0.5, np.uint8)


def fitted(plan: BackdropPlan, picture: Pixels, width: int, height: int) -> Pixels:
    """Return the part of a picture that fills an image of a size, uint8 (height, width, 3)."""
    rows, columns = picture.shape[:2]
    scale = max(width / columns, height / rows) * plan.zoom
    wide, high = width / scale, height / scale
    left, top = (columns - wide) * plan.shift[0], (rows - high) * plan.shift[1]
    whole = PIL.Image.fromarray(np.ascontiguousarray(picture))
    cut = whole.resize((width, height), PIL.Image.Resampling.LANCZOS, (left, top, left + wide, top + high))
    pixels = np.asarray(cut, np.uint8)
    if plan.flipped:
        pixels = pixels[:, ::-1]
    if plan.blur_px == 0 and plan.brightness == 1:
        return pixels
    light = linear_from_srgb((pixels / np.float32(255)).astype(np.float32)) * np.float32(plan.brightness)
    if plan.blur_px > 0:
        light = ndimage.gaussian_filter(light, (plan.blur_px, plan.blur_px, 0), mode="nearest")
    return np.asarray(np.clip(srgb_from_linear(light), 0, 1) * 255 + 0.5, np.uint8)
