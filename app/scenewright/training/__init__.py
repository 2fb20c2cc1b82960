"""Training a model on a dataset, measuring it, and taking it to a robot. Only this package knows torch.

What comes in is a `SampleTable`: images and their labels, wherever they came from. What goes out is a run folder
(`run_folder`). Pixels are as in `scenewright.geometry`: boxes XYXY on pixel edges, keypoints on the same coordinates,
so a mirror image turns x into width - x for both.
"""
