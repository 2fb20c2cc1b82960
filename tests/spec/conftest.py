import pytest

PROJECT = """\
schema_version: 1
name: Shapes
classes: [cube, ball]
floor:
  size_m: [6, 6]
  textures: [wood_oak]
environment:
  kind: image
  images: [overcast_sky]
  brightness: 0.5
objects:
- name: cubes
  class_name: cube
  assets: [shape_cube]
  count: {kind: uniform, low: 1, high: 3}
  position_m:
    x: {kind: normal, mean: 0, standard_deviation: 0.5, low: -1, high: 1}
    z: {kind: choice, values: [0.1, 0.2], weights: [1, 3]}
  scale: 4
- name: balls
  class_name: ball
  assets: [shape_sphere]
lights:
- name: key
  kind: directional
  elevation_deg: 45
  color: "#fff3e2"
- name: lamp
  kind: point
cameras:
- name: front
  position_m: {y: -3, z: 2}
  look_at_m: {z: 0.3}
  width_px: 64
  height_px: 48
  near_m: 0.1
  far_m: 50
labels: [instance_mask, normals]
output:
  frames: 12
  seed: 3
"""


@pytest.fixture
def project_text():
    """A project with every kind of field, a field a line."""
    return PROJECT


@pytest.fixture
def write(tmp_path):
    """Write a project file and return its path."""

    def write_text(text):
        path = tmp_path / "project.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write_text
