#pragma once
#include <cstdint>
#include <cuda_runtime.h>

// Open addressing with linear probing; a slot is claimed by compare-and-swap on its key.
class HashTable
{
public:
    static constexpr uint32_t kEmpty = 0xffffffffu;
    struct Slot {
        uint32_t key;
        uint32_t value;
    };

    __host__ HashTable(Slot *slots, uint32_t log_capacity) : slots_(slots), mask_((1u << log_capacity) - 1u) {}

    // Adds to the value of a key, which is made when it is not there. False when the table is full.
    __device__ bool add(uint32_t key, uint32_t amount)
    {
        for (uint32_t probe = 0, at = hash(key); probe <= mask_; ++probe, at = (at + 1) & mask_) {
            const uint32_t seen = atomicCAS(&slots_[at].key, kEmpty, key);
            if (seen == kEmpty || seen == key) {
                atomicAdd(&slots_[at].value, amount);
                return true;
            }
        }
        return false;
    }

    __device__ bool find(uint32_t key, uint32_t *value) const
    {
        uint32_t at = hash(key);
        while (slots_[at].key != kEmpty) {
            if (slots_[at].key == key) {
                *value = slots_[at].value;
                return true;
            }
            at = (at + 1) & mask_;
        }
        return false;
    }

private:
    __host__ __device__ uint32_t hash(uint32_t k) const
    {
        k ^= k >> 16;
        k *= 0x7feb352du;
        k ^= k >> 15;
        k *= 0x846ca68bu;
        k ^= k >> 16;
        return k & mask_;
    }

    Slot *slots_;
    uint32_t mask_;
};
