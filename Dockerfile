# With everything, weights included (about 9 GB; most of it is torch and its CUDA libraries):
#   docker build --tag hexavox .
#   docker run --publish 8000:8000 --volume hexavox-data:/data [--gpus all] hexavox
# Build arguments:
#   SPEAKERS=0     leaves torch out, and with it telling speakers apart and the GPU (about 1 GB)
#   BAKE_MODELS=0  leaves the weights out: the container fetches them when it first starts
#   PIP_INDEX_URL  the mirror to install from; it stays in the first stage, and so out of the image
# To keep the data in a folder of the host instead of a volume, let uid 10001 write to it.

FROM python:3.11-slim-bookworm AS builder
ARG SPEAKERS=1
ARG PIP_INDEX_URL
# The compiled modules are made here, because the server may not write to its own code.
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy
WORKDIR /app
COPY pyproject.toml poetry.lock README.md ./
COPY scripts scripts
# The long step comes before the code, so that its layer lasts as long as the lock. It installs Hexavox as a
# path to src, where empty packages hold the places of the real ones.
RUN --mount=type=cache,target=/root/.cache \
    for layer in domain application adapters infrastructure; do \
        mkdir -p "src/$layer" && touch "src/$layer/__init__.py"; \
    done \
    && if [ "$SPEAKERS" = 0 ]; then scripts/install --slim; else scripts/install --full; fi
COPY . .
RUN python -m compileall -q src && rm -rf .tools
ARG BAKE_MODELS=1
ENV CACHE_DIR=/opt/hexavox/models
RUN mkdir -p "$CACHE_DIR" \
    && if [ "$BAKE_MODELS" != 0 ]; then .venv/bin/hexavox models fetch; fi

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --create-home hexavox \
    && install --directory --owner hexavox /data
WORKDIR /app
COPY --from=builder /app /app
COPY --from=builder --chown=10001 /opt/hexavox/models /opt/hexavox/models
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=8000 \
    DATA_DIR=/data \
    CACHE_DIR=/opt/hexavox/models \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility
# CTranslate2 looks for cuBLAS and cuDNN where the system keeps libraries; they came with torch.
ENV NVIDIA=/app/.venv/lib/python3.11/site-packages/nvidia
ENV LD_LIBRARY_PATH=$NVIDIA/cublas/lib:$NVIDIA/cudnn/lib:$NVIDIA/cuda_runtime/lib:$NVIDIA/cuda_nvrtc/lib
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s \
    CMD ["python", "-c", "import http.client, os, sys; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=4); c.request('GET', '/health'); sys.exit(c.getresponse().status != 200)"]
# With the weights in the image the first command finds them, and needs no network.
CMD ["/app/entrypoint.sh"]
