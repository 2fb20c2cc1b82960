"""The few things that pygfx is changed in, all in one place; pygfx's version is pinned because of them.

- Surroundings: linear radiance in a cube prefiltered for roughness (`environment.py`), turned and dimmed by one
uniform.
  pygfx reads sRGB, does not turn, and takes box-filtered mips.
- Shadows: 5 taps instead of 17; each already blends four texels, and they look alike.
- Vertices are shaded once each (`pygfx_indexing.py`).
- Which light of a kind is read is found out while drawing (`_light_punctual`), for Mesa's driver for processors.
- Colour targets in half floats, so that highlights reach the tone mapping; no picking target.

Everything here replaces text of pygfx's own shader templates and fails loudly where that text is not found.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import jinja2
import numpy as np
import pygfx as gfx
import wgpu
from numpy.typing import NDArray
from pygfx.renderers.wgpu.engine import blender
from pygfx.renderers.wgpu.engine.shared import get_shared
from pygfx.renderers.wgpu.engine.update import ensure_wgpu_object, update_resource
from pygfx.renderers.wgpu.shader import templating
from pygfx.renderers.wgpu.shaders import backgroundshader
from pygfx.renderers.wgpu.wgsl import load_wgsl

from scenewright.render.embedded.pygfx_indexing import draw_meshes_by_index

_KEPT_SHADOW_TAPS = ("(0, 0)", "(1, 1)", "(-1, 1)", "(1, -1)", "(-1, -1)")

# u_env_map.transform is a rotation times the brightness: one uniform for both.
_ENVIRONMENT = """
fn environment_direction(direction: vec3<f32>) -> vec3<f32> {
    return (u_env_map.transform * vec3<f32>(direction)).xyz;
}

fn getIBLIrradiance( normal: vec3<f32> ) -> vec3<f32> {
    let d = environment_direction( normal );
    let mean = textureSampleLevel( t_env_map, s_env_map, d, IRRADIANCE_LEVEL ).rgb;
    return mean * length( d ) * u_material.env_map_intensity * PI;
}

fn getIBLRadiance(view_dir: vec3<f32>, normal: vec3<f32>, roughness: f32) -> vec3<f32> {
    let mirrored = reflect( -view_dir, normal );
    let d = environment_direction( normalize( mix( mirrored, normal, roughness * roughness ) ) );
    let level = roughness * ROUGHEST_LEVEL;
    return textureSampleLevel( t_env_map, s_env_map, d, level ).rgb * length( d ) * u_material.env_map_intensity;
}
"""


@cache
def change_pygfx(roughest_level: int) -> None:
    """Apply all changes; to be called once, before the first renderer is made.

    Args:
        roughest_level: The cube's mip level that is prefiltered for roughness 1; the next one holds the irradiance.
    """
    changed = {
        "light_pbr.wgsl": _light_pbr(load_wgsl("light_pbr.wgsl"), roughest_level),
        "light_shadow.wgsl": _light_shadow(load_wgsl("light_shadow.wgsl")),
        "light_punctual.wgsl": _light_punctual(load_wgsl("light_punctual.wgsl")),
    }
    sky = _background(load_wgsl("background.wgsl"))
    backgroundshader.BackgroundShader.get_code = lambda _: sky
    draw_meshes_by_index()
    loaders = templating.root_loader.mapping
    loaders["pygfx"] = jinja2.ChoiceLoader([jinja2.DictLoader(changed), loaders["pygfx"]])
    for target in ("color", "altcolor"):
        usage = blender.default_targets[target][1]
        blender.default_targets[target] = (wgpu.TextureFormat.rgba16float, usage)


def without_picking(renderer: Any) -> None:
    """Spare a renderer the target that tells which object is under the mouse."""
    renderer._blender = blender.Blender(enable_pick=False)


def _light_pbr(source: str, roughest_level: int) -> str:
    start = source.index("fn getMipLevel(")
    end = source.index("$$ if USE_ANISOTROPY is defined\nfn getIBLAnisotropyRadiance")
    ours = _ENVIRONMENT.replace("IRRADIANCE_LEVEL", f"{roughest_level + 1}.0")
    return source[:start] + ours.replace("ROUGHEST_LEVEL", f"{roughest_level}.0") + source[end:]


def _light_shadow(source: str) -> str:
    def is_kept(line: str) -> bool:
        is_tap = "shadow += textureSampleCompareLevel" in line
        return not is_tap or any(f"vec2<i32>{tap}" in line for tap in _KEPT_SHADOW_TAPS)

    kept = "\n".join(line for line in source.split("\n") if is_kept(line))
    return _replaced(kept, "shadow /= 17.0", f"shadow /= {len(_KEPT_SHADOW_TAPS)}.0")


def _light_punctual(source: str) -> str:
    # Lavapipe (Mesa 22.3) notes down which uniforms a branch asks at a fixed place, to build them into the shader. With
    # eleven uniform blocks or more, which spots and points beside a directional light make, it writes past its list and
    # crashes. A place that is not known before drawing is not noted down; no ambient light has an alpha below zero.
    for lights in ("u_point_lights", "u_spot_lights", "u_directional_lights"):
        source = _replaced(source, f"{lights}[i]", f"{lights}[i + i32(u_ambient_light.color.a < 0.0)]")
    return source


def _background(source: str) -> str:
    unflipped = _replaced(source, "texcoord = vec3<f32>(-texcoord.x, texcoord.y, texcoord.z);", "")
    linear = _replaced(unflipped, "color = textureSample(r_tex, r_sampler, varyings.texcoord.xyz)", _SKY_SAMPLE)
    return _replaced(linear, "let physical_color = srgb2physical(final_color.rgb);", _SKY_COLOR)


_SKY_SAMPLE = "color = textureSampleLevel(r_tex, r_sampler, varyings.texcoord.xyz, 0.0)"
_SKY_COLOR = """
    $$ if texture_dim == 'cube'
        let physical_color = final_color.rgb * u_material.color_bottom_left.rgb;
    $$ else
        let physical_color = srgb2physical(final_color.rgb);
    $$ endif
"""


def _replaced(source: str, old: str, new: str) -> str:
    if old not in source:
        raise RuntimeError(f"pygfx's shader no longer holds {old!r}")
    return source.replace(old, new)


def cube_texture(levels: Sequence[NDArray[np.float16]]) -> Any:
    """Return a cube texture whose mip levels are the given ones, (6, edge, edge, 4) each, down to one texel.

    pygfx itself would make the levels by averaging.
    """
    edge = levels[0].shape[1]
    texture = gfx.Texture(
        levels[0], dim=2, size=(edge, edge, 6), format="4xf2", colorspace="physical", generate_mipmaps=True
    )
    texture._wgpu_usage |= wgpu.TextureUsage.TEXTURE_BINDING | wgpu.TextureUsage.COPY_DST
    on_gpu = ensure_wgpu_object(texture)
    update_resource(texture)
    for number, level in enumerate(levels[1:], start=1):
        size = level.shape[1]
        get_shared().device.queue.write_texture(
            {"texture": on_gpu, "mip_level": number},
            level,
            {"bytes_per_row": size * 8, "rows_per_image": size},
            (size, size, 6),
        )
    return texture


def target_texture(width: int, height: int) -> Any:
    """Return a texture that a renderer draws into and that can be copied to memory: 8-bit sRGB."""
    return gfx.Texture(
        dim=2,
        size=(width, height, 1),
        format="rgba8unorm-srgb",
        colorspace="physical",
        usage=wgpu.TextureUsage.COPY_SRC,
    )


def on_gpu(texture: Any) -> Any:
    """Return the wgpu texture behind a pygfx texture."""
    return ensure_wgpu_object(texture)
