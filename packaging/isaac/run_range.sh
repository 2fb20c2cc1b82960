#!/bin/bash
# Makes one of several equal ranges of a project's frames with Isaac Sim; runs in the image of the Dockerfile here.
#
#   PROJECT   the project file
#   OUT       where datasets go; this one is OUT/part_K
#   PART      which range, from 0 (or the variable that Slurm or Kubernetes sets)
#   PARTS     how many ranges
#   FRAMES    how many frames in all
set -euo pipefail
PART=${PART:-${SLURM_ARRAY_TASK_ID:-${JOB_COMPLETION_INDEX:-0}}}
PARTS=${PARTS:-1}
: "${PROJECT:?name the project file}" "${OUT:?name the folder for datasets}" "${FRAMES:?say how many frames}"

if [ "${ACCEPT_EULA:-}" != "Y" ]; then
  echo "Set ACCEPT_EULA=Y once you agreed to the licence of Isaac Sim." >&2
  exit 2
fi
FIRST=$((FRAMES * PART / PARTS))
LAST=$((FRAMES * (PART + 1) / PARTS))
SCENEWRIGHT=${SCENEWRIGHT:-/opt/scenewright/bin/scenewright}
"$SCENEWRIGHT" doctor --engine isaac --isaac "${ISAAC:-/isaac-sim}" --accept-eula || true
exec "$SCENEWRIGHT" generate "$PROJECT" --engine isaac --frames "$FIRST:$LAST" --out "$OUT/part_$PART"
