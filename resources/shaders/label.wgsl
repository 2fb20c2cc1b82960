// Which triangle of which instance each pixel shows, and, for every instance, whether it would be seen there if nothing
// hid it. Vertices are looked up by the corner's number, so that every corner knows its triangle.

struct Camera {
    projection: mat4x4<f32>,
    view: mat4x4<f32>,
    focal: vec2<f32>,
    center: vec2<f32>,
    width: u32,
    height: u32,
    pad0: u32,
    pad1: u32,
};

struct Instance {
    world_from_object: mat4x4<f32>,
    camera_from_object: mat4x4<f32>,
    normal_x: vec4<f32>,
    normal_y: vec4<f32>,
    normal_z: vec4<f32>,
    id: u32,
    first_index: u32,
    base_vertex: u32,
    pad: u32,
};

@group(0) @binding(0) var<uniform> camera: Camera;
@group(0) @binding(1) var<storage, read> instances: array<Instance>;
@group(0) @binding(2) var<storage, read> positions: array<f32>;
@group(0) @binding(3) var<storage, read> indices: array<u32>;
@group(0) @binding(4) var<storage, read_write> amodal: array<atomic<u32>>;

struct Varyings {
    // The colour engine computes the same expression from the same numbers; its silhouettes then fall on the same pixels.
    @invariant @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat, first) slot: u32,
    @location(1) @interpolate(flat, first) triangle: u32,
};

@vertex
fn vs_main(@builtin(vertex_index) corner: u32, @builtin(instance_index) slot: u32) -> Varyings {
    let vertex = indices[instances[slot].first_index + corner] + instances[slot].base_vertex;
    let p = vec4<f32>(positions[3u * vertex], positions[3u * vertex + 1u], positions[3u * vertex + 2u], 1.0);
    let world = instances[slot].world_from_object * p;
    var out: Varyings;
    out.position = camera.projection * camera.view * world;
    out.slot = slot;
    out.triangle = corner / 3u;
    return out;
}

// Set the instance's bit at this pixel. A fragment behind another one gets here too: a shader that writes to storage runs
// before its depth test.
fn mark_amodal(id: u32, pixel: vec2<f32>) {
    if (id == 0u) {
        return;
    }
    let word = (id - 1u) >> 5u;
    let bit = 1u << ((id - 1u) & 31u);
    let at = (word * camera.height + u32(pixel.y)) * camera.width + u32(pixel.x);
    if ((atomicLoad(&amodal[at]) & bit) == 0u) {
        atomicOr(&amodal[at], bit);
    }
}

@fragment
fn fs_main(in: Varyings) -> @location(0) vec2<u32> {
    mark_amodal(instances[in.slot].id, in.position.xy);
    return vec2<u32>(in.slot + 1u, in.triangle);
}

@fragment
fn fs_amodal_only(in: Varyings) {
    mark_amodal(instances[in.slot].id, in.position.xy);
}
