"""Setting keypoints: named points on a model, by clicks on its picture."""
