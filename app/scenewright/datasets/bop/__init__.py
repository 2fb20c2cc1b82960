"""BOP, scene by scene: https://github.com/thodan/bop_toolkit, docs/bop_datasets_format.md.

    camera.json                                 the first camera, for simulation
    models/obj_000001.ply, models_info.json     rigid models in millimetres, the origin in the middle of their 3D box
    train_pbr/000000/                           a scene: up to 1000 images; val_pbr/ holds the validation frames
        rgb/000000.png                          the picture
        depth/000000.png                        16 bits, x depth_scale = millimetres along the optical axis; 0: no hit
        mask/000000_000000.png                  image, object: its whole silhouette inside the image
        mask_visib/000000_000000.png            what is visible of it
        scene_camera.json, scene_gt.json, scene_gt_info.json, scene_gt_coco.json
    scenewright.json                            what each object id and image is in the project; conventions

Of what a visibility rule judged, the dropped has no entry; the ignored has a pose, and `ignore` is true of it in
scene_gt_coco.json, which BOP's evaluation of detections then passes over; the flagged has a pose as ever. Verdict and
reason of both are under the key "scenewright" in scene_gt.json.

A model is rigid and has one size: each asset counts as one object per pose and scale in which it is shown.
"""
