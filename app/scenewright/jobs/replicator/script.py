"""The whole Replicator script of a project."""

from pathlib import Path

from scenewright.errors import UserError, os_error_sentence
from scenewright.jobs.replicator.around import (
    add_camera,
    add_camera_pose,
    add_floor_texture,
    add_light,
    add_surroundings,
)
from scenewright.jobs.replicator.lines import Lines
from scenewright.jobs.replicator.objects import add_group
from scenewright.jobs.replicator.unexpressed import unexpressed
from scenewright.spec.yaml_io import ProjectFile

_WRITER = {
    "rgb": (),
    "bounding_box_2d_tight": ("bounding_box_2d_tight",),
    "bounding_box_2d_loose": ("bounding_box_2d_loose",),
    "bounding_box_3d": ("bounding_box_3d",),
    "semantic_segmentation": ("semantic_mask",),
    "instance_segmentation": ("instance_mask",),
    "distance_to_camera": ("distance_to_camera",),
    "distance_to_image_plane": ("distance_to_image_plane",),
    "normals": ("normals", "camera_normals"),
    "motion_vectors": ("forward_flow", "backward_flow"),
    "skeleton_data": ("keypoints",),
    "occlusion": (),
    "camera_params": (),
}
"""What BasicWriter writes, and the project's labels that ask for it."""

_ALWAYS = ("rgb", "occlusion", "camera_params")


def write_script(file: ProjectFile, out: Path) -> str:
    """Write the script and say where it is.

    Raises:
        UserError: An asset does not exist, or the file cannot be written.
    """
    text = script(file)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(os_error_sentence("write the script", out, error)) from error
    remarks = text.count("# Not expressed")
    return (
        f"The script is {out}; {remarks} remarks in it say what Replicator cannot. Run it with Isaac Sim's python.sh."
    )


def script(file: ProjectFile) -> str:
    """Return a project as a Replicator script."""
    spec, base = file.spec, file.path.parent
    lines = Lines()
    lines.add(f'"""{spec.name}, as a Replicator script. Run it with Isaac Sim: python.sh THIS_FILE OUTPUT_FOLDER"""')
    for place in unexpressed(spec):
        lines.remark(f"Not expressed: {place}, which the project file sets.")
    lines.add()
    lines.add("import sys")
    lines.add()
    lines.add("from isaacsim import SimulationApp")
    lines.add()
    lines.add('out = sys.argv[1] if len(sys.argv) > 1 else "out"')
    lines.add("sys.argv = sys.argv[:1]  # SimulationApp hands on to Kit what it does not know")
    lines.add('app = SimulationApp({"headless": True, "multi_gpu": False})')
    lines.add()
    lines.add("import omni.replicator.core as rep  # noqa: E402  (exists once Kit runs)")
    lines.add()
    lines.add(f"FRAMES = {spec.output.frames}")
    lines.add(f"rep.set_global_seed({spec.output.seed % 2**31})")
    lines.add("rep.orchestrator.set_capture_on_play(False)")
    lines.add('rep.settings.set_stage_up_axis("Z")')
    lines.add("rep.settings.set_stage_meters_per_unit(1.0)")
    lines.add()
    for number, camera in enumerate(spec.cameras):
        add_camera(lines, camera, number)
    add_surroundings(lines, spec, base)
    lines.add()
    if spec.clip is not None:
        lines.remark("Not expressed: clips; every frame is a scene of its own.")
    if spec.variables:
        lines.remark("Not expressed: the project's variables and what leans on them.")
    if spec.visibility:
        lines.remark("Not expressed: the rules of what is seen well enough to be labelled.")
    lines.add("with rep.trigger.on_frame(num_frames=FRAMES, rt_subframes=8):")
    lines.deeper()
    add_floor_texture(lines, spec, base)
    for light in spec.lights:
        add_light(lines, light)
    for group in spec.objects:
        lines.add()
        add_group(lines, group, base)
    lines.add()
    for number, camera in enumerate(spec.cameras):
        add_camera_pose(lines, camera, number)
    lines.deeper(-1)
    lines.add()
    _add_writer(lines, file)
    return lines.text()


def _add_writer(lines: Lines, file: ProjectFile) -> None:
    spec = file.spec
    lines.add('writer = rep.WriterRegistry.get("BasicWriter")')
    lines.add("writer.initialize(")
    lines.deeper()
    lines.add("output_dir=out,")
    for name, labels in _WRITER.items():
        if name in _ALWAYS or set(labels) & set(spec.labels):
            lines.add(f"{name}=True,")
    lines.deeper(-1)
    lines.add(")")
    products = ["render_product", *(f"render_product_{k}" for k in range(1, len(spec.cameras)))]
    lines.add(f"writer.attach([{', '.join(products)}])")
    lines.add()
    lines.add("rep.orchestrator.run_until_complete()")
    lines.add("rep.orchestrator.wait_until_complete()")
    lines.add("app.close()")
