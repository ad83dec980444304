// device_query: a host-only program in a .cpp file: counts devices, prints names, versions, properties and
// attributes and checks what must hold for any device (limits in order, properties and attributes that
// agree, the error of a device that does not exist).
#include <cstdio>
#include <cstring>
#include <iostream>
#include <string>
#include <cuda_runtime_api.h>

static int failures = 0;
static void expect(bool holds, const char *what)
{
    if (!holds) {
        std::cout << "does not hold: " << what << '\n';
        ++failures;
    }
}
#define EXPECT(x) expect((x), #x)

static int attribute(cudaDeviceAttr which, int device)
{
    int value = -1;
    if (cudaDeviceGetAttribute(&value, which, device) != cudaSuccess)
        expect(false, "cudaDeviceGetAttribute");
    return value;
}

static void query(int device)
{
    cudaDeviceProp p;
    if (cudaGetDeviceProperties(&p, device) != cudaSuccess) {
        expect(false, "cudaGetDeviceProperties");
        return;
    }
    std::printf("device %d: %s, %d.%d, %zu MiB, %d multiprocessors, warp %d\n", device, p.name, p.major, p.minor,
                p.totalGlobalMem >> 20, p.multiProcessorCount, p.warpSize);
    std::printf("  block %d threads (%d x %d x %d), grid %d x %d x %d, shared %zu bytes, registers %d\n",
                p.maxThreadsPerBlock, p.maxThreadsDim[0], p.maxThreadsDim[1], p.maxThreadsDim[2], p.maxGridSize[0],
                p.maxGridSize[1], p.maxGridSize[2], p.sharedMemPerBlock, p.regsPerBlock);
    EXPECT(std::strlen(p.name) > 0);
    EXPECT(p.warpSize == 32);
    EXPECT(p.maxThreadsPerBlock >= 256 && p.maxThreadsPerBlock <= p.maxThreadsPerMultiProcessor);
    EXPECT(p.maxThreadsDim[0] >= 256 && p.maxThreadsDim[2] >= 1);
    EXPECT(p.maxGridSize[0] >= 65535 && p.maxGridSize[1] >= 65535);
    EXPECT(p.sharedMemPerBlock >= 16384);
    EXPECT(p.totalGlobalMem > 0 && p.totalConstMem >= 65536);
    EXPECT(p.multiProcessorCount > 0);
    EXPECT(p.major >= 1 && p.minor >= 0);
    EXPECT(attribute(cudaDevAttrMaxThreadsPerBlock, device) == p.maxThreadsPerBlock);
    EXPECT(attribute(cudaDevAttrWarpSize, device) == p.warpSize);
    EXPECT(attribute(cudaDevAttrMultiProcessorCount, device) == p.multiProcessorCount);
    EXPECT(attribute(cudaDevAttrComputeCapabilityMajor, device) == p.major);
    EXPECT(attribute(cudaDevAttrComputeCapabilityMinor, device) == p.minor);
    EXPECT(attribute(cudaDevAttrMaxGridDimX, device) == p.maxGridSize[0]);
    EXPECT(static_cast<size_t>(attribute(cudaDevAttrMaxSharedMemoryPerBlock, device)) == p.sharedMemPerBlock);
    EXPECT(attribute(cudaDevAttrClockRate, device) >= 0);
    EXPECT(attribute(cudaDevAttrConcurrentKernels, device) >= 0);

    int peer = -1;
    EXPECT(cudaDeviceCanAccessPeer(&peer, device, device) == cudaSuccess ? peer == 0 : true);
    (void)cudaGetLastError();
    char bus[32] = "";
    EXPECT(cudaDeviceGetPCIBusId(bus, sizeof bus, device) == cudaSuccess);
}

int main()
{
    int count = 0, driver = 0, runtime = 0, device = -1;
    if (cudaGetDeviceCount(&count) != cudaSuccess || count < 1) {
        std::cout << "no device\n";
        return 1;
    }
    EXPECT(cudaDriverGetVersion(&driver) == cudaSuccess && driver >= 9000);
    EXPECT(cudaRuntimeGetVersion(&runtime) == cudaSuccess && runtime >= 9000);
    std::cout << count << " device(s), driver " << driver << ", runtime " << runtime << '\n';
    for (int d = 0; d < count; ++d)
        query(d);
    EXPECT(cudaSetDevice(0) == cudaSuccess && cudaGetDevice(&device) == cudaSuccess && device == 0);
    EXPECT(cudaSetDevice(count + 100) == cudaErrorInvalidDevice);
    EXPECT(cudaGetLastError() == cudaErrorInvalidDevice && cudaGetLastError() == cudaSuccess);
    EXPECT(cudaGetDevice(&device) == cudaSuccess && device == 0);
    EXPECT(std::string(cudaGetErrorName(cudaErrorInvalidValue)) == "cudaErrorInvalidValue");
    EXPECT(std::string(cudaGetErrorString(cudaSuccess)) == "no error");
    EXPECT(cudaDeviceSynchronize() == cudaSuccess);
    if (failures)
        return 1;
    std::cout << "PASS\n";
    return 0;
}
