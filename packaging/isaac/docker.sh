#!/bin/bash
# One machine, one card: docker.sh PROJECT OUT [FRAMES]. Set ACCEPT_EULA=Y once you agreed to Isaac Sim's licence.
set -euo pipefail
PROJECT=$(realpath "$1")
OUT=$(realpath -m "$2")
FRAMES=${3:-100}
CACHE=${CACHE:-$HOME/.cache/scenewright/isaac-container}
mkdir -p "$OUT" "$CACHE/main" "$CACHE/compute"
chmod a+rwx "$OUT" "$CACHE" "$CACHE/main" "$CACHE/compute"  # the image's user is not yours
exec docker run --rm --gpus "device=${GPU:-0}" \
  -e ACCEPT_EULA="${ACCEPT_EULA:-}" -e FRAMES="$FRAMES" \
  -e PROJECT="/project/$(basename "$PROJECT")" -e OUT=/out \
  -v "$(dirname "$PROJECT"):/project:ro" -v "$OUT:/out:rw" \
  -v "$CACHE/main:/isaac-sim/.cache:rw" -v "$CACHE/compute:/isaac-sim/.nv/ComputeCache:rw" \
  "${IMAGE:-scenewright-isaac}"
