// An NVIDIA driver in name only: it can be loaded and has no device.

extern "C" __attribute__((visibility("default"))) int cuInit(unsigned /*flags*/) {
    return 100;  // CUDA_ERROR_NO_DEVICE
}
