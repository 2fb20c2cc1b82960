#!/usr/bin/env bash
# Build the TensorRT engine on the very machine that will run it: engines do not fit other GPUs or TensorRT versions.
#   ./build_engine.sh          16-bit floats
#   ./build_engine.sh fp32     32-bit floats, to compare
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
trtexec=$(command -v trtexec || echo /usr/src/tensorrt/bin/trtexec)
if [ ! -x "$trtexec" ]; then
  echo "trtexec is not here: install TensorRT (on a Jetson it comes with JetPack: sudo apt install tensorrt)." >&2
  exit 2
fi
precision=--fp16
if [ "${1:-}" = fp32 ]; then precision=; fi
exec "$trtexec" --onnx=model.onnx --saveEngine=model.engine $precision
