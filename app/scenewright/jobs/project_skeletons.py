"""The keypoint sets of a project's classes."""

from scenewright.assets.checking import class_keypoints
from scenewright.assets.loading import AssetLoader
from scenewright.assets.model import Keypoints
from scenewright.datasets.skeletons import NO_SKELETONS, Skeleton, Skeletons, usual_sigma
from scenewright.spec.yaml_io import ProjectFile


def project_skeletons(file: ProjectFile, assets: AssetLoader) -> Skeletons:
    """Return them; none where the project asks for no keypoints.

    Raises:
        UserError: Assets of one class have different sets.
    """
    if "keypoints" not in file.spec.labels:
        return NO_SKELETONS
    points = class_keypoints(file, assets)
    by_name = {
        item.skeleton: Skeleton(item.names, item.edges, item.symmetry, _sigmas(item)) for item in points.values()
    }
    return Skeletons(by_name, {class_name: item.skeleton for class_name, item in points.items()})


def _sigmas(points: Keypoints) -> tuple[float, ...]:
    pairs = zip(points.names, points.sigmas, strict=False)
    return tuple(usual_sigma(name) if sigma is None else sigma for name, sigma in pairs)
