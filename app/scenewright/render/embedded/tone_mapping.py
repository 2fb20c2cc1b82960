"""From linear radiance to what a screen shows: exposure, then Khronos' PBR Neutral curve.

The result is left with the gamma of a screen, in which edges are smoothed best; `GAMMA` takes it off again.
The curve keeps base colours as they were painted and only bends highlights: Khronos PBR Neutral Tone Mapper, 2024.
"""

from typing import ClassVar

from pygfx.renderers.wgpu import EffectPass

GAMMA = 2.2
"""What the renderer's last step must raise colours to."""


class ToneMapping(EffectPass):  # type: ignore[misc]
    """An effect pass with one setting: `exposure`, which multiplies the light."""

    uniform_type: ClassVar = dict(EffectPass.uniform_type, exposure="f4")

    wgsl = """
        const START: f32 = 0.76;
        const GAMMA: f32 = 2.2;
        const DESATURATION: f32 = 0.15;

        fn neutral(light: vec3<f32>) -> vec3<f32> {
            let darkest = min(light.r, min(light.g, light.b));
            let offset = select(0.04, darkest - 6.25 * darkest * darkest, darkest < 0.08);
            var color = light - offset;
            let peak = max(color.r, max(color.g, color.b));
            if (peak < START) {
                return color;
            }
            let room = 1.0 - START;
            let new_peak = 1.0 - room * room / (peak + room - START);
            color *= new_peak / peak;
            let whiteness = 1.0 - 1.0 / (DESATURATION * (peak - new_peak) + 1.0);
            return mix(color, vec3<f32>(new_peak), whiteness);
        }

        @fragment
        fn fs_main(varyings: Varyings) -> @location(0) vec4<f32> {
            let light = textureLoad(colorTex, vec2<i32>(varyings.position.xy), 0).rgb * u_effect.exposure;
            let shown = clamp(neutral(max(light, vec3<f32>(0.0))), vec3<f32>(0.0), vec3<f32>(1.0));
            return vec4<f32>(pow(shown, vec3<f32>(1.0 / GAMMA)), 1.0);
        }
    """

    def set_exposure(self, stops: float) -> None:
        """Make the picture 2 ** stops times as bright."""
        self._uniform_data["exposure"] = 2.0**stops
