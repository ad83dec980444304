// Devices: properties, attributes, limits, peers.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "runtime.hpp"

namespace cu2x {

namespace {

// What translated kernels rely on, whatever the device: see the SYCL rules.
constexpr int warp_size = 32;
constexpr int threads_per_multiprocessor = 2048;
constexpr int blocks_per_multiprocessor = 32;
constexpr int registers = 65536;
constexpr int largest_grid_yz = 65535;

// Code is translated for this compute capability, so that is the one programs are told.
int compute_capability() {
  static const int value = [] {
    const char *set = std::getenv("CU2X_COMPUTE_CAPABILITY");
    const int number = set ? std::atoi(set) : 0;
    return number >= 10 ? number : 80;
  }();
  return value;
}

int clamp_to_int(size_t value) { return static_cast<int>(std::min<size_t>(value, 0x7fffffff)); }

size_t usual_local_bytes(const device_info &info) { return std::min<size_t>(info.local_bytes, 49152); }

void fill_limits(cudaDeviceProp &prop, const device_info &info) {
  const int block = static_cast<int>(info.largest_block);
  prop.maxThreadsPerBlock = block;
  prop.maxThreadsDim[0] = prop.maxThreadsDim[1] = block;
  prop.maxThreadsDim[2] = std::min(block, 64);
  prop.maxGridSize[0] = 0x7fffffff;
  prop.maxGridSize[1] = prop.maxGridSize[2] = largest_grid_yz;
  prop.warpSize = warp_size;
  prop.regsPerBlock = prop.regsPerMultiprocessor = registers;
  prop.maxThreadsPerMultiProcessor = threads_per_multiprocessor;
  prop.maxBlocksPerMultiProcessor = blocks_per_multiprocessor;
  prop.sharedMemPerBlock = usual_local_bytes(info);
  prop.sharedMemPerBlockOptin = info.local_bytes;
  prop.sharedMemPerMultiprocessor = info.local_bytes;
  prop.totalConstMem = 65536;
  prop.memPitch = 0x7fffffff;
  prop.textureAlignment = 512;
  prop.texturePitchAlignment = 32;
  prop.surfaceAlignment = 512;
}

void fill_abilities(cudaDeviceProp &prop, const device_info &info) {
  prop.integrated = info.is_cpu;
  prop.canMapHostMemory = info.has_host_memory;
  prop.unifiedAddressing = 1;
  prop.managedMemory = info.has_managed;
  prop.concurrentManagedAccess = info.has_concurrent_managed || info.is_cpu;
  prop.pageableMemoryAccess = info.has_system_memory;
  prop.pageableMemoryAccessUsesHostPageTables = info.is_cpu;
  prop.directManagedMemAccessFromHost = info.is_cpu;
  prop.canUseHostPointerForRegisteredMem = info.has_system_memory;
  prop.hostRegisterSupported = 1;
  prop.hostNativeAtomicSupported = info.is_cpu;
  prop.concurrentKernels = 1;
  prop.asyncEngineCount = 1;
  prop.deviceOverlap = 1;
  prop.memoryPoolsSupported = 1;
  prop.streamPrioritiesSupported = info.has_priorities;
  prop.globalL1CacheSupported = prop.localL1CacheSupported = 1;
  prop.singleToDoublePrecisionPerfRatio = 2;
  // Grid-wide synchronisation is refused when a kernel is translated.
  prop.cooperativeLaunch = 0;
}

cudaDeviceProp properties(const device_state &state) {
  const device_info &info = state.info;
  cudaDeviceProp prop{};
  std::snprintf(prop.name, sizeof prop.name, "%s", info.name.c_str());
  std::memcpy(prop.uuid.bytes, info.uuid, sizeof prop.uuid.bytes);
  prop.totalGlobalMem = info.memory_bytes;
  prop.major = compute_capability() / 10;
  prop.minor = compute_capability() % 10;
  prop.multiProcessorCount = static_cast<int>(info.compute_units);
  prop.clockRate = static_cast<int>(info.clock_khz);
  prop.memoryClockRate = static_cast<int>(info.memory_clock_khz);
  prop.memoryBusWidth = static_cast<int>(info.memory_bus_bits);
  prop.l2CacheSize = clamp_to_int(info.cache_bytes);
  prop.pciBusID = static_cast<int>(info.pci_bus);
  prop.pciDeviceID = static_cast<int>(info.pci_device);
  prop.pciDomainID = static_cast<int>(info.pci_domain);
  fill_limits(prop, info);
  fill_abilities(prop, info);
  return prop;
}

// Attributes are properties under another name; one that no property tells is not supported and 0.
bool read_attribute(const cudaDeviceProp &p, cudaDeviceAttr attribute, int &value) {
  switch (attribute) {
    case cudaDevAttrMaxThreadsPerBlock: value = p.maxThreadsPerBlock; return true;
    case cudaDevAttrMaxBlockDimX: value = p.maxThreadsDim[0]; return true;
    case cudaDevAttrMaxBlockDimY: value = p.maxThreadsDim[1]; return true;
    case cudaDevAttrMaxBlockDimZ: value = p.maxThreadsDim[2]; return true;
    case cudaDevAttrMaxGridDimX: value = p.maxGridSize[0]; return true;
    case cudaDevAttrMaxGridDimY: value = p.maxGridSize[1]; return true;
    case cudaDevAttrMaxGridDimZ: value = p.maxGridSize[2]; return true;
    case cudaDevAttrMaxSharedMemoryPerBlock: value = clamp_to_int(p.sharedMemPerBlock); return true;
    case cudaDevAttrTotalConstantMemory: value = clamp_to_int(p.totalConstMem); return true;
    case cudaDevAttrWarpSize: value = p.warpSize; return true;
    case cudaDevAttrMaxPitch: value = clamp_to_int(p.memPitch); return true;
    case cudaDevAttrMaxRegistersPerBlock: value = p.regsPerBlock; return true;
    case cudaDevAttrClockRate: value = p.clockRate; return true;
    case cudaDevAttrTextureAlignment: value = clamp_to_int(p.textureAlignment); return true;
    case cudaDevAttrTexturePitchAlignment: value = clamp_to_int(p.texturePitchAlignment); return true;
    case cudaDevAttrSurfaceAlignment: value = clamp_to_int(p.surfaceAlignment); return true;
    case cudaDevAttrGpuOverlap: value = p.deviceOverlap; return true;
    case cudaDevAttrMultiProcessorCount: value = p.multiProcessorCount; return true;
    case cudaDevAttrIntegrated: value = p.integrated; return true;
    case cudaDevAttrCanMapHostMemory: value = p.canMapHostMemory; return true;
    case cudaDevAttrComputeMode: value = p.computeMode; return true;
    case cudaDevAttrConcurrentKernels: value = p.concurrentKernels; return true;
    case cudaDevAttrPciBusId: value = p.pciBusID; return true;
    case cudaDevAttrPciDeviceId: value = p.pciDeviceID; return true;
    case cudaDevAttrPciDomainId: value = p.pciDomainID; return true;
    case cudaDevAttrMemoryClockRate: value = p.memoryClockRate; return true;
    case cudaDevAttrGlobalMemoryBusWidth: value = p.memoryBusWidth; return true;
    case cudaDevAttrL2CacheSize: value = p.l2CacheSize; return true;
    case cudaDevAttrMaxThreadsPerMultiProcessor: value = p.maxThreadsPerMultiProcessor; return true;
    case cudaDevAttrAsyncEngineCount: value = p.asyncEngineCount; return true;
    case cudaDevAttrUnifiedAddressing: value = p.unifiedAddressing; return true;
    case cudaDevAttrComputeCapabilityMajor: value = p.major; return true;
    case cudaDevAttrComputeCapabilityMinor: value = p.minor; return true;
    case cudaDevAttrStreamPrioritiesSupported: value = p.streamPrioritiesSupported; return true;
    case cudaDevAttrGlobalL1CacheSupported: value = p.globalL1CacheSupported; return true;
    case cudaDevAttrLocalL1CacheSupported: value = p.localL1CacheSupported; return true;
    case cudaDevAttrMaxSharedMemoryPerMultiprocessor: value = clamp_to_int(p.sharedMemPerMultiprocessor); return true;
    case cudaDevAttrMaxRegistersPerMultiprocessor: value = p.regsPerMultiprocessor; return true;
    case cudaDevAttrManagedMemory: value = p.managedMemory; return true;
    case cudaDevAttrHostNativeAtomicSupported: value = p.hostNativeAtomicSupported; return true;
    case cudaDevAttrSingleToDoublePrecisionPerfRatio: value = p.singleToDoublePrecisionPerfRatio; return true;
    case cudaDevAttrPageableMemoryAccess: value = p.pageableMemoryAccess; return true;
    case cudaDevAttrConcurrentManagedAccess: value = p.concurrentManagedAccess; return true;
    case cudaDevAttrCanUseHostPointerForRegisteredMem: value = p.canUseHostPointerForRegisteredMem; return true;
    case cudaDevAttrCooperativeLaunch: value = p.cooperativeLaunch; return true;
    case cudaDevAttrMaxSharedMemoryPerBlockOptin: value = clamp_to_int(p.sharedMemPerBlockOptin); return true;
    case cudaDevAttrHostRegisterSupported: value = p.hostRegisterSupported; return true;
    case cudaDevAttrPageableMemoryAccessUsesHostPageTables:
      value = p.pageableMemoryAccessUsesHostPageTables;
      return true;
    case cudaDevAttrDirectManagedMemAccessFromHost: value = p.directManagedMemAccessFromHost; return true;
    case cudaDevAttrMaxBlocksPerMultiprocessor: value = p.maxBlocksPerMultiProcessor; return true;
    case cudaDevAttrMemoryPoolsSupported: value = p.memoryPoolsSupported; return true;
    default: value = 0; return attribute >= 1 && attribute <= 143;
  }
}

}  // namespace

}  // namespace cu2x

using namespace cu2x;

extern "C" cudaError_t cudaGetDeviceCount(int *count) {
  return api([=] {
    require(count);
    *count = device_count();
    return *count ? cudaSuccess : cudaErrorNoDevice;
  });
}

extern "C" cudaError_t cudaSetDevice(int number) {
  return api([=] {
    device(number);
    set_current_device(number);
  });
}

extern "C" cudaError_t cudaGetDevice(int *number) {
  return api([=] {
    require(number);
    *number = current_device().number;
  });
}

extern "C" cudaError_t cudaInitDevice(int number, unsigned int, unsigned int) {
  return api([=] { device(number); });
}

extern "C" cudaError_t cudaSetValidDevices(int *devices, int count) {
  return api([=] {
    require(count >= 0 && (devices || !count));
    for (int i = 0; i < count; ++i) device(devices[i]);
  });
}

extern "C" cudaError_t cudaSetDeviceFlags(unsigned int flags) {
  return api([=] {
    require((flags & ~static_cast<unsigned>(cudaDeviceMask)) == 0);
    current_device().flags = flags;
  });
}

extern "C" cudaError_t cudaGetDeviceFlags(unsigned int *flags) {
  return api([=] {
    require(flags);
    *flags = current_device().flags | cudaDeviceMapHost;
  });
}

extern "C" cudaError_t cudaGetDeviceProperties(cudaDeviceProp *prop, int number) {
  return api([=] {
    require(prop);
    *prop = properties(device(number));
  });
}

extern "C" cudaError_t cudaDeviceGetAttribute(int *value, cudaDeviceAttr attribute, int number) {
  return api([=] {
    require(value);
    require(read_attribute(properties(device(number)), attribute, *value));
  });
}

extern "C" cudaError_t cudaChooseDevice(int *number, const cudaDeviceProp *prop) {
  return api([=] {
    require(number && prop);
    *number = 0;
    for (int i = 0; i < device_count(); ++i) {
      const cudaDeviceProp have = properties(device(i));
      if (have.major * 10 + have.minor < prop->major * 10 + prop->minor) continue;
      if (have.totalGlobalMem < prop->totalGlobalMem) continue;
      *number = i;
      return;
    }
    device(0);
  });
}

extern "C" cudaError_t cudaDeviceGetPCIBusId(char *pciBusId, int length, int number) {
  return api([=] {
    require(pciBusId && length > 0);
    const device_info &info = device(number).info;
    const int written = std::snprintf(pciBusId, static_cast<size_t>(length), "%04x:%02x:%02x.0", info.pci_domain,
                                      info.pci_bus, info.pci_bus ? info.pci_device : static_cast<unsigned>(number));
    require(written < length);
  });
}

extern "C" cudaError_t cudaDeviceGetByPCIBusId(int *number, const char *pciBusId) {
  return api([=] {
    require(number && pciBusId);
    char text[32];
    for (int i = 0; i < device_count(); ++i) {
      if (cudaDeviceGetPCIBusId(text, sizeof text, i) != cudaSuccess || std::strcmp(text, pciBusId)) continue;
      *number = i;
      return;
    }
    fail(cudaErrorInvalidDevice);
  });
}

extern "C" cudaError_t cudaDeviceSetLimit(cudaLimit limit, size_t value) {
  return api([=] {
    require(limit >= cudaLimitStackSize && limit <= cudaLimitPersistingL2CacheSize, cudaErrorUnsupportedLimit);
    current_device().limits[limit] = value;
  });
}

extern "C" cudaError_t cudaDeviceGetLimit(size_t *value, cudaLimit limit) {
  return api([=] {
    require(value);
    require(limit >= cudaLimitStackSize && limit <= cudaLimitPersistingL2CacheSize, cudaErrorUnsupportedLimit);
    *value = current_device().limits[limit];
  });
}

extern "C" cudaError_t cudaThreadSetLimit(cudaLimit limit, size_t value) { return cudaDeviceSetLimit(limit, value); }
extern "C" cudaError_t cudaThreadGetLimit(size_t *value, cudaLimit limit) { return cudaDeviceGetLimit(value, limit); }

extern "C" cudaError_t cudaDeviceGetCacheConfig(cudaFuncCache *config) {
  return api([=] {
    require(config);
    *config = static_cast<cudaFuncCache>(current_device().cache_config.load());
  });
}

extern "C" cudaError_t cudaDeviceSetCacheConfig(cudaFuncCache config) {
  return api([=] {
    require(config >= cudaFuncCachePreferNone && config <= cudaFuncCachePreferEqual);
    current_device().cache_config = config;
  });
}

extern "C" cudaError_t cudaDeviceGetSharedMemConfig(cudaSharedMemConfig *config) {
  return api([=] {
    require(config);
    *config = static_cast<cudaSharedMemConfig>(current_device().bank_config.load());
  });
}

extern "C" cudaError_t cudaDeviceSetSharedMemConfig(cudaSharedMemConfig config) {
  return api([=] {
    require(config >= cudaSharedMemBankSizeDefault && config <= cudaSharedMemBankSizeEightByte);
    current_device().bank_config = config;
  });
}

extern "C" cudaError_t cudaDeviceGetStreamPriorityRange(int *leastPriority, int *greatestPriority) {
  return api([=] {
    if (leastPriority) *leastPriority = 0;
    if (greatestPriority) *greatestPriority = current_device().info.has_priorities ? -1 : 0;
  });
}

extern "C" cudaError_t cudaDeviceFlushGPUDirectRDMAWrites(int, int) { return remember(cudaErrorNotSupported); }

extern "C" cudaError_t cudaDeviceCanAccessPeer(int *canAccessPeer, int number, int peerDevice) {
  return api([=] {
    require(canAccessPeer);
    device(number);
    device(peerDevice);
    *canAccessPeer = number != peerDevice && get_backend().can_access_peer(number, peerDevice);
  });
}

// All devices share one context, so memory of one that another can reach at all is reached without more ado; that it
// was asked for is remembered, so that asking twice is the error it is in CUDA.
static std::atomic<bool> peer_enabled[rtc::detail::most_devices][rtc::detail::most_devices];

extern "C" cudaError_t cudaDeviceEnablePeerAccess(int peerDevice, unsigned int flags) {
  return api([=] {
    require(flags == 0);
    const int number = current_device().number;
    device(peerDevice);
    require(number != peerDevice, cudaErrorInvalidDevice);
    require(get_backend().can_access_peer(number, peerDevice), cudaErrorPeerAccessUnsupported);
    require(!peer_enabled[number][peerDevice].exchange(true), cudaErrorPeerAccessAlreadyEnabled);
  });
}

extern "C" cudaError_t cudaDeviceDisablePeerAccess(int peerDevice) {
  return api([=] {
    const int number = current_device().number;
    device(peerDevice);
    require(peer_enabled[number][peerDevice].exchange(false), cudaErrorPeerAccessNotEnabled);
  });
}

extern "C" cudaError_t cudaDeviceGetP2PAttribute(int *value, cudaDeviceP2PAttr attr, int srcDevice, int dstDevice) {
  return api([=] {
    require(value && attr >= cudaDevP2PAttrPerformanceRank && attr <= cudaDevP2PAttrCudaArrayAccessSupported);
    device(srcDevice);
    device(dstDevice);
    require(srcDevice != dstDevice, cudaErrorInvalidDevice);
    *value = attr == cudaDevP2PAttrAccessSupported && get_backend().can_access_peer(srcDevice, dstDevice);
  });
}

extern "C" cudaError_t cudaDriverGetVersion(int *driverVersion) {
  if (!driverVersion) return remember(cudaErrorInvalidValue);
  *driverVersion = CUDART_VERSION;
  return cudaSuccess;
}

extern "C" cudaError_t cudaRuntimeGetVersion(int *runtimeVersion) { return cudaDriverGetVersion(runtimeVersion); }

extern "C" cudaError_t cudaProfilerStart(void) { return cudaSuccess; }
extern "C" cudaError_t cudaProfilerStop(void) { return cudaSuccess; }
