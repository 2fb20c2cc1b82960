// Label images as the arrays that are kept: depth as float32, ids as unsigned 16-bit, normals as float16 x 3, each
// without gaps. One run handles two pixels, which fill whole 32-bit words.

struct Size {
    width: u32,
    pixels: u32,
};

@group(0) @binding(0) var<uniform> size: Size;
@group(0) @binding(1) var labels: texture_2d<u32>;
@group(0) @binding(2) var<storage, read_write> depth: array<u32>;
@group(0) @binding(3) var<storage, read_write> ids: array<u32>;
@group(0) @binding(4) var<storage, read_write> normals: array<u32>;

fn signed16(word: u32) -> f32 {
    return f32(extractBits(bitcast<i32>(word), 0u, 16u)) / 32767.0;
}

fn label(pixel: u32) -> vec4<u32> {
    return textureLoad(labels, vec2<u32>(pixel % size.width, pixel / size.width), 0);
}

@compute @workgroup_size(64)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) local: u32,
) {
    let pair = (group.y * groups.x + group.x) * 64u + local;
    let first = pair * 2u;
    if (first >= size.pixels) {
        return;
    }
    let a = label(first);
    var b = a;
    if (first + 1u < size.pixels) {
        b = label(first + 1u);
    }
    depth[first] = a.y;
    depth[first + 1u] = b.y;
    ids[pair] = (a.x & 0xffffu) | (b.x << 16u);
    normals[3u * pair] = pack2x16float(vec2<f32>(signed16(a.z), signed16(a.z >> 16u)));
    normals[3u * pair + 1u] = pack2x16float(vec2<f32>(signed16(a.w), signed16(b.z)));
    normals[3u * pair + 2u] = pack2x16float(vec2<f32>(signed16(b.z >> 16u), signed16(b.w)));
}
