// Events: each holds the back end's event of its latest record.

#include <mutex>
#include <unordered_set>

#include "runtime.hpp"

// The back end's event is shared: a thread may wait for it while another records anew.
struct CUevent_st {
  int device = 0;
  unsigned flags = cudaEventDefault;
  std::mutex guard;
  std::shared_ptr<void> recorded;
};

namespace cu2x {

namespace {

struct event_registry {
  std::mutex guard;
  std::unordered_set<CUevent_st *> live;
};

event_registry &registry() {
  static event_registry *made = new event_registry;
  return *made;
}

CUevent_st &resolve_event(cudaEvent_t event) {
  event_registry &all = registry();
  std::lock_guard<std::mutex> lock(all.guard);
  require(all.live.count(event) != 0, cudaErrorInvalidResourceHandle);
  return *event;
}

std::shared_ptr<void> latest(CUevent_st &event) {
  std::lock_guard<std::mutex> lock(event.guard);
  return event.recorded;
}

void record(cudaEvent_t handle, cudaStream_t stream_handle) {
  finish_building();
  CUevent_st &event = resolve_event(handle);
  CUstream_st &stream = resolve(stream_handle);
  require(stream.device == event.device, cudaErrorInvalidResourceHandle);
  std::shared_ptr<void> fresh;
  {
    stream_turn turn(stream);
    fresh.reset(get_backend().record_event(stream.queue), [](void *old) { get_backend().release_event(old); });
  }
  std::lock_guard<std::mutex> lock(event.guard);
  event.recorded.swap(fresh);
}

}  // namespace

void destroy_events(int device) {
  event_registry &all = registry();
  std::lock_guard<std::mutex> lock(all.guard);
  for (auto it = all.live.begin(); it != all.live.end();) {
    CUevent_st *event = *it;
    if (event->device == device) {
      it = all.live.erase(it);
      delete event;
    } else {
      ++it;
    }
  }
}

}  // namespace cu2x

using namespace cu2x;

extern "C" cudaError_t cudaEventCreateWithFlags(cudaEvent_t *event, unsigned int flags) {
  return api([=] {
    require(event && (flags & ~(cudaEventBlockingSync | cudaEventDisableTiming | cudaEventInterprocess)) == 0);
    require(!(flags & cudaEventInterprocess), cudaErrorNotSupported);
    auto made = std::make_unique<CUevent_st>();
    made->device = current_device().number;
    made->flags = flags;
    event_registry &all = registry();
    std::lock_guard<std::mutex> lock(all.guard);
    all.live.insert(made.get());
    *event = made.release();
  });
}

extern "C" cudaError_t cudaEventCreate(cudaEvent_t *event) { return cudaEventCreateWithFlags(event, cudaEventDefault); }

extern "C" cudaError_t cudaEventDestroy(cudaEvent_t event) {
  return api([=] {
    event_registry &all = registry();
    std::lock_guard<std::mutex> lock(all.guard);
    require(all.live.erase(event) != 0, cudaErrorInvalidResourceHandle);
    delete event;
  });
}

extern "C" cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
  return api([=] { record(event, stream); });
}

extern "C" cudaError_t cudaEventRecordWithFlags(cudaEvent_t event, cudaStream_t stream, unsigned int flags) {
  return api([=] {
    require(flags != cudaEventRecordExternal, cudaErrorNotSupported);
    require(flags == cudaEventRecordDefault);
    record(event, stream);
  });
}

extern "C" cudaError_t cudaEventQuery(cudaEvent_t event) {
  return api([=] {
    const auto recorded = latest(resolve_event(event));
    return !recorded || get_backend().event_is_done(recorded.get()) ? cudaSuccess : cudaErrorNotReady;
  });
}

extern "C" cudaError_t cudaEventSynchronize(cudaEvent_t event) {
  return api([=] {
    if (const auto recorded = latest(resolve_event(event))) get_backend().wait_event(recorded.get());
    return sticky_error();
  });
}

extern "C" cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned int flags) {
  return api([=] {
    require(flags != cudaEventWaitExternal, cudaErrorNotSupported);
    require(flags == cudaEventWaitDefault);
    CUstream_st &waiting = resolve(stream);
    const auto recorded = latest(resolve_event(event));
    if (!recorded) return;
    stream_turn turn(waiting);
    get_backend().queue_wait_event(waiting.queue, recorded.get());
  });
}

extern "C" cudaError_t cudaEventElapsedTime(float *ms, cudaEvent_t start, cudaEvent_t end) {
  return api([=] {
    require(ms);
    CUevent_st &from = resolve_event(start);
    CUevent_st &to = resolve_event(end);
    require(!((from.flags | to.flags) & cudaEventDisableTiming), cudaErrorInvalidResourceHandle);
    const auto first = latest(from), last = latest(to);
    require(first && last, cudaErrorInvalidResourceHandle);
    backend &target = get_backend();
    if (!target.event_is_done(first.get()) || !target.event_is_done(last.get())) return cudaErrorNotReady;
    const double begin = static_cast<double>(target.event_nanoseconds(first.get()));
    *ms = static_cast<float>((static_cast<double>(target.event_nanoseconds(last.get())) - begin) * 1e-6);
    return cudaSuccess;
  });
}
