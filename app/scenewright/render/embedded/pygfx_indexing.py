"""Indexed drawing for pygfx: each vertex is shaded once instead of once per triangle corner.

pygfx looks its vertices up from the corner's number, so that picking knows the triangle; a mesh of N vertices then
costs about 6 N vertex shader runs, a tenth of a frame on a processor. Pictures come out the same.
"""

from typing import Any

import pygfx as gfx
import wgpu
from pygfx.renderers.wgpu.engine import pipeline
from pygfx.renderers.wgpu.engine.update import ensure_wgpu_object
from pygfx.renderers.wgpu.shaders import meshshader
from pygfx.renderers.wgpu.wgsl import load_wgsl

_FIRST_LINE = "    // Select what face we're at"
_LAST_LINE = "    let i0 = i32(vii[sub_index]);"
_BY_INDEX = """
    let i0 = i32(in.vertex_index);
    let face_index = 0;
    let sub_index = 0;
    let winding_cam = 1.0;
"""


def draw_meshes_by_index() -> None:
    """Make pygfx draw all meshes by index."""
    shader = _indexed(load_wgsl("mesh.wgsl"))
    meshshader.MeshShader.get_code = lambda _: shader
    meshshader.MeshShader.get_render_info = _render_info
    container = pipeline.RenderPipelineContainer
    update, draw = container.update_shader_data, container.draw

    def update_shader_data(self: Any, wobject: Any, *rest: Any) -> None:
        update(self, wobject, *rest)
        self.index_buffer = ensure_wgpu_object(wobject.geometry.indices) if isinstance(wobject, gfx.Mesh) else None

    def draw_indexed(self: Any, render_pass: Any, renderstate: Any) -> None:
        if self.index_buffer is None:
            draw(self, render_pass, renderstate)
            return
        render_pass.set_index_buffer(self.index_buffer, "uint32")
        draw(self, _IndexedPass(render_pass), renderstate)

    container.update_shader_data = update_shader_data
    container.draw = draw_indexed


def with_index_usage(geometry: Any) -> Any:
    """Return the geometry with its indices allowed as an index buffer; they must be uint32 triangles."""
    geometry.indices._wgpu_usage |= wgpu.BufferUsage.INDEX
    return geometry


class _IndexedPass:
    """A render pass whose `draw` draws by index."""

    def __init__(self, render_pass: Any) -> None:
        self.set_pipeline = render_pass.set_pipeline
        self.set_bind_group = render_pass.set_bind_group
        self._draw_indexed = render_pass.draw_indexed

    def draw(self, count: int, instances: int, first: int, first_instance: int) -> None:
        self._draw_indexed(count, instances, first, 0, first_instance)


def _indexed(source: str) -> str:
    """Return pygfx's mesh shader with the vertex taken from the index buffer that the draw call binds."""
    start, end = source.index(_FIRST_LINE), source.index(_LAST_LINE) + len(_LAST_LINE)
    return source[:start] + _BY_INDEX + source[end:]


def _render_info(_shader: Any, wobject: Any, _shared: Any) -> dict[str, tuple[int, int, int, int]]:
    instances = wobject.instance_buffer.nitems if isinstance(wobject, gfx.InstancedMesh) else 1
    return {"indices": (wobject.geometry.indices.data.size, instances, 0, 0)}
