"""KITTI: 2D and 3D objects, camera calibration, and depth.

    training/image_2/000000.png     the picture
    training/label_2/000000.txt     a line per object (`labels`)
    training/calib/000000.txt       P2 = K [I | 0], and Tr_velo_to_cam = our world's pose in the camera's frame
    training/depth_2/000000.png     metres x 256 along the optical axis, 16 bits; 0 is not known
    ImageSets/train.txt, val.txt    which images are for what
    images.csv                      which frame and camera each number is
    conventions.json                what the numbers mean here, and what was left out

Of what a visibility rule judged, the dropped has no line; the ignored is a `DontCare` region, which KITTI's evaluation
neither asks for nor counts as wrong; the flagged has a line as ever, which has no column for the flag.

Formats: the readme of KITTI's object development kit, and of its depth development kit for the depth images.
"""
