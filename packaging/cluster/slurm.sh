#!/bin/sh
# A run on Slurm. It needs no script of its own: the command below queues the jobs itself, watches them, and goes on when
# it is started again. Start it on a login node, in a folder that all nodes see.
#
#   sh packaging/cluster/slurm.sh project.yaml dataset gpu
set -eu
exec scenewright generate "$1" --out "$2" --cluster slurm --workers 16 \
    --cluster-option "slurm_partition=${3:-gpu}" --cluster-option gpus_per_node=1 \
    --cluster-option cpus_per_task=16 --cluster-option mem_gb=64 --cluster-option timeout_min=720
