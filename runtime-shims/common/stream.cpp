// Streams, and the order that CUDA gives to the legacy default stream: its work waits for all earlier work of the
// device's blocking streams, and their later work waits for it.

#include <algorithm>
#include <shared_mutex>

#include "runtime.hpp"

namespace cu2x {

namespace {

struct stream_registry {
  std::shared_mutex guard;
  std::unordered_set<CUstream_st *> live;
  std::atomic<unsigned long long> next_id{1};
};

stream_registry &registry() {
  static stream_registry *made = new stream_registry;
  return *made;
}

std::atomic<bool> per_thread_default{false};

CUstream_st *new_stream(device_state &state, unsigned flags, int priority) {
  start_building(state.number);
  auto made = std::make_unique<CUstream_st>();
  made->device = state.number;
  made->flags = flags;
  made->priority = state.info.has_priorities ? std::min(0, std::max(-1, priority)) : 0;
  made->id = registry().next_id++;
  attach_queue(*made);
  std::lock_guard<std::mutex> lock(state.order);
  state.streams.push_back(made.get());
  if (!(flags & cudaStreamNonBlocking)) ++state.blocking_streams;
  return made.release();
}

// The caller has taken the stream out of the registry.
void delete_stream(CUstream_st *stream) {
  device_state &state = device(stream->device);
  get_backend().wait_queue(stream->queue);
  trim_pool(stream->device, stream);
  {
    std::lock_guard<std::mutex> lock(state.order);
    state.streams.erase(std::remove(state.streams.begin(), state.streams.end(), stream), state.streams.end());
    if (!(stream->flags & cudaStreamNonBlocking)) --state.blocking_streams;
  }
  delete stream;
}

// The calling thread's own default streams, one per device, which end with the thread.
struct thread_streams {
  CUstream_st *of_device[rtc::detail::most_devices] = {};
  ~thread_streams() {
    for (CUstream_st *stream : of_device)
      if (stream) guarded([&] { return delete_stream(stream), cudaSuccess; });
  }
};

CUstream_st &thread_stream() {
  thread_local thread_streams mine;
  CUstream_st *&stream = mine.of_device[current_device_number()];
  if (!stream) stream = new_stream(current_device(), cudaStreamDefault, 0);
  return *stream;
}

}  // namespace

void attach_queue(CUstream_st &stream) {
  stream.queue = get_backend().create_queue(stream.device, stream.priority);
  stream.owner.reset(stream.queue, [](void *queue) { get_backend().destroy_queue(queue); });
}

CUstream_st &resolve(cudaStream_t stream) {
  if (!stream) return per_thread_default.load(std::memory_order_relaxed) ? thread_stream() : current_device().legacy;
  if (stream == cudaStreamLegacy) return current_device().legacy;
  if (stream == cudaStreamPerThread) return thread_stream();
  stream_registry &all = registry();
  std::shared_lock<std::shared_mutex> lock(all.guard);
  require(all.live.count(stream) != 0, cudaErrorInvalidResourceHandle);
  return *stream;
}

stream_turn::stream_turn(CUstream_st &stream) {
  device_state &state = device(stream.device);
  if (stream.flags & cudaStreamNonBlocking) return;
  if (stream.is_legacy && state.blocking_streams.load() == 0) {
    ++state.legacy_work;
    return;
  }
  backend &target = get_backend();
  lock_ = std::unique_lock<std::mutex>(state.order);
  if (stream.is_legacy) {
    ++state.legacy_work;
    for (CUstream_st *other : state.streams) {
      if (!other->has_new_work) continue;
      other->has_new_work = false;
      const event_handle event = target.record_event(other->queue);
      target.queue_wait_event(stream.queue, event);
      target.release_event(event);
    }
    return;
  }
  const unsigned long long legacy_work = state.legacy_work.load();
  if (stream.seen_legacy_work != legacy_work) {
    stream.seen_legacy_work = legacy_work;
    const event_handle event = target.record_event(state.legacy.queue);
    target.queue_wait_event(stream.queue, event);
    target.release_event(event);
  }
  stream.has_new_work = true;
}

// Waiting for the legacy stream waits for what it would wait for: the blocking streams' work before it.
void synchronize_stream(CUstream_st &stream) {
  finish_building();
  if (stream.is_legacy && device(stream.device).blocking_streams.load() != 0) stream_turn turn(stream);
  get_backend().wait_queue(stream.queue);
  trim_pool(stream.device, &stream);
}

void destroy_streams(device_state &state) {
  std::vector<CUstream_st *> doomed;
  {
    stream_registry &all = registry();
    std::unique_lock<std::shared_mutex> lock(all.guard);
    for (CUstream_st *stream : all.live)
      if (stream->device == state.number) doomed.push_back(stream);
    for (CUstream_st *stream : doomed) all.live.erase(stream);
  }
  for (CUstream_st *stream : doomed) delete_stream(stream);
}

namespace {

struct host_call {
  cudaHostFn_t function;
  cudaStreamCallback_t callback;
  cudaStream_t stream;
  void *data;
};

void queue_host_call(cudaStream_t handle, const host_call &call) {
  CUstream_st &stream = resolve(handle);
  auto kept = std::make_unique<host_call>(call);
  stream_turn turn(stream);
  get_backend().call_host(
      stream.queue,
      [](void *data) {
        const std::unique_ptr<host_call> call(static_cast<host_call *>(data));
        if (call->function)
          call->function(call->data);
        else
          call->callback(call->stream, cudaSuccess, call->data);
      },
      kept.get());
  kept.release();
}

}  // namespace

}  // namespace cu2x

using namespace cu2x;

extern "C" int cu2x_use_per_thread_default_stream(void) {
  per_thread_default = true;
  return 1;
}

extern "C" cudaError_t cudaStreamCreateWithPriority(cudaStream_t *pStream, unsigned int flags, int priority) {
  return api([=] {
    require(pStream && (flags & ~cudaStreamNonBlocking) == 0);
    CUstream_st *made = new_stream(current_device(), flags, priority);
    stream_registry &all = registry();
    std::unique_lock<std::shared_mutex> lock(all.guard);
    all.live.insert(made);
    *pStream = made;
  });
}

extern "C" cudaError_t cudaStreamCreate(cudaStream_t *pStream) {
  return cudaStreamCreateWithPriority(pStream, cudaStreamDefault, 0);
}

extern "C" cudaError_t cudaStreamCreateWithFlags(cudaStream_t *pStream, unsigned int flags) {
  return cudaStreamCreateWithPriority(pStream, flags, 0);
}

extern "C" cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  return api([=] {
    stream_registry &all = registry();
    {
      std::unique_lock<std::shared_mutex> lock(all.guard);
      require(all.live.erase(stream) != 0, cudaErrorInvalidResourceHandle);
    }
    delete_stream(stream);
  });
}

extern "C" cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  return api([=] {
    synchronize_stream(resolve(stream));
    return sticky_error();
  });
}

extern "C" cudaError_t cudaStreamQuery(cudaStream_t stream) {
  return api([=] {
    CUstream_st &found = resolve(stream);
    bool idle = get_backend().queue_is_idle(found.queue);
    if (idle && found.is_legacy) {
      device_state &state = device(found.device);
      std::lock_guard<std::mutex> lock(state.order);
      for (CUstream_st *other : state.streams)
        if (!(other->flags & cudaStreamNonBlocking)) idle = idle && get_backend().queue_is_idle(other->queue);
    }
    return idle ? cudaSuccess : cudaErrorNotReady;
  });
}

extern "C" cudaError_t cudaStreamGetFlags(cudaStream_t hStream, unsigned int *flags) {
  return api([=] {
    require(flags);
    *flags = resolve(hStream).flags;
  });
}

extern "C" cudaError_t cudaStreamGetPriority(cudaStream_t hStream, int *priority) {
  return api([=] {
    require(priority);
    *priority = resolve(hStream).priority;
  });
}

extern "C" cudaError_t cudaStreamGetId(cudaStream_t hStream, unsigned long long *streamId) {
  return api([=] {
    require(streamId);
    *streamId = resolve(hStream).id;
  });
}

extern "C" cudaError_t cudaStreamGetDevice(cudaStream_t hStream, int *device) {
  return api([=] {
    require(device);
    *device = resolve(hStream).device;
  });
}

extern "C" cudaError_t cudaStreamAddCallback(cudaStream_t stream, cudaStreamCallback_t callback, void *userData,
                                             unsigned int flags) {
  return api([=] {
    require(callback && flags == 0);
    queue_host_call(stream, {nullptr, callback, stream, userData});
  });
}

extern "C" cudaError_t cudaLaunchHostFunc(cudaStream_t stream, cudaHostFn_t fn, void *userData) {
  return api([=] {
    require(fn);
    queue_host_call(stream, {fn, nullptr, stream, userData});
  });
}

extern "C" cudaError_t cudaStreamAttachMemAsync(cudaStream_t stream, void *, size_t, unsigned int) {
  return api([=] { resolve(stream); });
}

extern "C" cudaError_t cudaStreamCopyAttributes(cudaStream_t dst, cudaStream_t src) {
  return api([=] {
    resolve(dst);
    resolve(src);
  });
}

extern "C" cudaError_t cudaStreamSetAttribute(cudaStream_t hStream, cudaLaunchAttributeID,
                                              const cudaLaunchAttributeValue *value) {
  return api([=] {
    resolve(hStream);
    require(value);
  });
}

extern "C" cudaError_t cudaStreamGetAttribute(cudaStream_t hStream, cudaLaunchAttributeID attr,
                                              cudaLaunchAttributeValue *value) {
  return api([=] {
    require(value);
    *value = cudaLaunchAttributeValue{};
    const int priority = resolve(hStream).priority;
    if (attr == cudaLaunchAttributePriority) value->priority = priority;
  });
}

extern "C" cudaError_t cudaCtxResetPersistingL2Cache(void) { return cudaSuccess; }
