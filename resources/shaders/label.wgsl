// Ground truth in one raster pass: which instance each pixel shows, how far it is, how its surface is turned, and, for every
// instance, whether it would be seen there if nothing hid it.

struct Camera {
    projection: mat4x4<f32>,
    view: mat4x4<f32>,
    width: u32,
    height: u32,
    pad0: u32,
    pad1: u32,
};

struct Instance {
    world_from_object: mat4x4<f32>,
    camera_from_object: mat4x4<f32>, // made in double precision, so that depth is exact far from the origin
    normal_x: vec4<f32>,             // rows of the inverse transpose of world_from_object
    normal_y: vec4<f32>,
    normal_z: vec4<f32>,
    id: u32,
    pad0: u32,
    pad1: u32,
    pad2: u32,
};

@group(0) @binding(0) var<uniform> camera: Camera;
@group(0) @binding(1) var<storage, read> instances: array<Instance>;
@group(0) @binding(2) var<storage, read_write> amodal: array<atomic<u32>>;

struct Varyings {
    // The colour engine computes the same expression from the same numbers; its silhouettes then fall on the same pixels.
    @invariant @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat, first) index: u32,
    @location(1) camera_position: vec3<f32>,
    @location(2) normal: vec3<f32>,
};

@vertex
fn vs_main(
    @location(0) position: vec3<f32>,
    @location(1) normal: vec3<f32>,
    @builtin(instance_index) index: u32,
) -> Varyings {
    let p = vec4<f32>(position, 1.0);
    let world = instances[index].world_from_object * p;
    var out: Varyings;
    out.position = camera.projection * camera.view * world;
    out.index = index;
    out.camera_position = (instances[index].camera_from_object * p).xyz;
    out.normal = vec3<f32>(
        dot(instances[index].normal_x.xyz, normal),
        dot(instances[index].normal_y.xyz, normal),
        dot(instances[index].normal_z.xyz, normal),
    );
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

fn signed16(value: f32) -> u32 {
    return bitcast<u32>(i32(round(clamp(value, -1.0, 1.0) * 32767.0))) & 0xffffu;
}

// One pixel: id; depth as a float's bits; the normal as three signed 16-bit shares of 32767. The last 16 bits are free.
@fragment
fn fs_main(in: Varyings, @builtin(front_facing) front: bool) -> @location(0) vec4<u32> {
    let id = instances[in.index].id;
    mark_amodal(id, in.position.xy);
    let side = select(-1.0, 1.0, front);
    let n = normalize(in.normal) * side;
    return vec4<u32>(id, bitcast<u32>(-in.camera_position.z), signed16(n.x) | (signed16(n.y) << 16u), signed16(n.z));
}

@fragment
fn fs_amodal_only(in: Varyings) {
    mark_amodal(instances[in.index].id, in.position.xy);
}
