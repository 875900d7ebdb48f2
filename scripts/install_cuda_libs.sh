#!/bin/sh
# Puts the NVIDIA libraries that Whisper needs on a GPU (cuBLAS, cuDNN 9) into .venv, where hexavox finds
# them by itself. An installation with torch has them already; one without (SLIM=1) can transcribe on a
# GPU then. The driver is the machine's own affair.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}

if [ ! -x "$python" ]; then
    echo "$python is not there: run \`make install\` first." >&2
    exit 1
fi

have_them() {
    "$python" -c '
import importlib.util, pathlib, sys
spec = importlib.util.find_spec("nvidia")
folders = [pathlib.Path(each) for each in (spec and spec.submodule_search_locations) or ()]
needed = ("cublas/lib/libcublas.so.12", "cudnn/lib/libcudnn.so.9")
sys.exit(not all(any((folder / name).is_file() for folder in folders) for name in needed))'
}

if have_them; then
    echo 'cuBLAS 12 and cuDNN 9 are here.'
else
    "$python" -m pip install 'nvidia-cublas-cu12>=12,<13' 'nvidia-cudnn-cu12>=9,<10'
    have_them
    echo 'cuBLAS 12 and cuDNN 9 are here now.'
fi
if ! command -v nvidia-smi > /dev/null; then
    echo 'There is no NVIDIA driver on this machine (nvidia-smi): it computes on the processor.'
fi
