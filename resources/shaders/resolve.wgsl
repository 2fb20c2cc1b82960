// From the triangle that each pixel shows to its labels: the ray through the pixel's centre is met with the triangle
// itself. Graphics cards interpolate across triangles with fewer bits than a label needs.
//
// Depth is kept as float32, ids as unsigned 16-bit, normals as float16 x 3, each without gaps. One run handles two
// pixels, which fill whole 32-bit words.

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
    camera_from_object: mat4x4<f32>, // made in double precision, so that depth is exact far from the origin
    normal_x: vec4<f32>,             // rows of the inverse transpose of world_from_object
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
@group(0) @binding(4) var<storage, read> normals: array<f32>;
@group(0) @binding(5) var shown: texture_2d<u32>;
@group(0) @binding(6) var<storage, read_write> depth_out: array<u32>;
@group(0) @binding(7) var<storage, read_write> ids_out: array<u32>;
@group(0) @binding(8) var<storage, read_write> normals_out: array<u32>;

const INFINITY_BITS: u32 = 0x7f800000u;

struct Label {
    id: u32,
    depth: u32, // a float's bits
    normal: vec3<f32>,
};

fn position(slot: u32, vertex: u32) -> vec3<f32> {
    let at = 3u * vertex;
    let p = vec4<f32>(positions[at], positions[at + 1u], positions[at + 2u], 1.0);
    return (instances[slot].camera_from_object * p).xyz;
}

fn normal(vertex: u32) -> vec3<f32> {
    let at = 3u * vertex;
    return vec3<f32>(normals[at], normals[at + 1u], normals[at + 2u]);
}

// The ray has depth 1 a step. Möller and Trumbore 1997 give the weights; the plane alone gives the depth, which loses
// least, and stays within the corners' own depths where the triangle is seen edge-on.
fn met(slot: u32, triangle: u32, pixel: vec2<f32>) -> Label {
    let first = instances[slot].first_index + 3u * triangle;
    let base = instances[slot].base_vertex;
    let i0 = indices[first] + base;
    let i1 = indices[first + 1u] + base;
    let i2 = indices[first + 2u] + base;
    let a = position(slot, i0);
    let b = position(slot, i1);
    let c = position(slot, i2);
    let away = (pixel - camera.center) / camera.focal;
    let ray = vec3<f32>(away.x, -away.y, -1.0);
    let ab = b - a;
    let ac = c - a;
    let facing = cross(ab, ac);
    let slope = dot(facing, ray);
    let nearest = -max(a.z, max(b.z, c.z));
    let farthest = -min(a.z, min(b.z, c.z));
    var depth = nearest;
    if (slope != 0.0) {
        depth = clamp(dot(facing, a) / slope, nearest, farthest);
    }
    let across = cross(ray, ac);
    let scale = 1.0 / dot(ab, across);
    let u = clamp(dot(-a, across) * scale, 0.0, 1.0);
    let v = clamp(dot(ray, cross(-a, ab)) * scale, 0.0, 1.0 - u);
    let own = normal(i0) * (1.0 - u - v) + normal(i1) * u + normal(i2) * v;
    let turned = vec3<f32>(
        dot(instances[slot].normal_x.xyz, own),
        dot(instances[slot].normal_y.xyz, own),
        dot(instances[slot].normal_z.xyz, own),
    );
    let side = select(1.0, -1.0, slope > 0.0);
    return Label(instances[slot].id, bitcast<u32>(depth), normalize(turned) * side);
}

fn label(number: u32) -> Label {
    let x = number % camera.width;
    let y = number / camera.width;
    let seen = textureLoad(shown, vec2<u32>(x, y), 0).xy;
    if (seen.x == 0u) {
        return Label(0u, INFINITY_BITS, vec3<f32>(0.0));
    }
    return met(seen.x - 1u, seen.y, vec2<f32>(f32(x) + 0.5, f32(y) + 0.5));
}

@compute @workgroup_size(64)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) local: u32,
) {
    let pair = (group.y * groups.x + group.x) * 64u + local;
    let first = pair * 2u;
    let pixels = camera.width * camera.height;
    if (first >= pixels) {
        return;
    }
    let a = label(first);
    let b = label(min(first + 1u, pixels - 1u));
    depth_out[first] = a.depth;
    depth_out[first + 1u] = b.depth;
    ids_out[pair] = a.id | (b.id << 16u);
    normals_out[3u * pair] = pack2x16float(a.normal.xy);
    normals_out[3u * pair + 1u] = pack2x16float(vec2<f32>(a.normal.z, b.normal.x));
    normals_out[3u * pair + 2u] = pack2x16float(b.normal.yz);
}
