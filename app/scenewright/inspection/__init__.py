"""Looking through a dataset: statistics, findings and comparisons, of our own datasets and of other programs'."""
