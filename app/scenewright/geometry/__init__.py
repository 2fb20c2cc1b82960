"""Transforms, cameras and boxes, and the conventions of all ground truth.

World: metres, right-handed, Z up, the floor at z = 0. Matrices are float64, act on column vectors, and are named
``a_from_b`` style only where both frames matter: ``world_from_object @ point_in_object``. Quaternions are (w, x, y, z).
Degrees are for the project file; inside the program angles are radians.

Camera: the OpenCV optical frame, +X right, +Y down, +Z forward. USD's and WebGPU's camera (-Z forward, +Y up) is
diag(1, -1, -1) away. Pixel (0, 0) is the top-left one and its centre is at (0.5, 0.5); ``K`` maps to that continuous
coordinate, so cx = W/2 for a centred principal point.

Boxes: XYXY in float pixels, half-open, on pixel edges: a one-pixel mask at column 12 goes from x = 12 to x = 13.
The eight corners of a 3D box are in the order of `boxes.corners`: x changes fastest, then y, then z.

Depth: metres, float32; +inf where nothing is hit. Normals: unit shading normals in the world frame, turned to the side
of the surface that the camera sees; (0, 0, 0) where nothing is hit.
"""
