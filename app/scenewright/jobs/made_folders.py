"""What `make` puts into its folder: the dataset, its export, and the training run."""

DATASET_FOLDER, EXPORT_FOLDER, RUN_FOLDER = "dataset", "coco", "run"
