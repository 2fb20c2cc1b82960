"""The choices about cameras."""

from scenewright.errors import UserError
from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.transforms import look_at
from scenewright.sampling.named import Named
from scenewright.sampling.numbers import radians, rounded, rounded_quaternion
from scenewright.sampling.plan import CameraPlan
from scenewright.spec.cameras import CameraSpec


def plan_camera(frame: Named, camera: CameraSpec) -> CameraPlan:
    """Choose where a camera is and how it looks.

    Raises:
        UserError: It is at the very point it looks at.
    """
    name = f"cameras/{camera.name}"
    position = frame.vector(f"{name}/position", camera.position_m)
    target = frame.vector(f"{name}/look_at", camera.look_at_m)
    try:
        rotation = look_at(position, target, radians(frame.number(f"{name}/roll", camera.roll_deg)))
    except ValueError as error:
        raise UserError(
            f"In frame {frame.index} camera '{camera.name}' is at the very point it looks at: "
            "move its position_m and look_at_m apart."
        ) from error
    focal_px = frame.number(f"{name}/focal_length", camera.focal_length_mm) * camera.width_px / camera.sensor_width_mm
    width, height = camera.width_px, camera.height_px
    return CameraPlan(
        name=camera.name,
        position=position,
        rotation=rounded_quaternion(rotation),
        intrinsics=Intrinsics(width, height, rounded(focal_px), rounded(focal_px), width / 2, height / 2),
        near_m=camera.near_m,
        far_m=camera.far_m,
        exposure_stops=frame.number(f"{name}/exposure", camera.exposure_stops),
    )
