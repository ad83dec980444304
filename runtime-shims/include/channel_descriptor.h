/* Channel descriptors of CUDA arrays. They can be made and compared; arrays and textures themselves
 * are not supported, and the calls that would use them return cudaErrorNotSupported. */
#ifndef CU2X_CHANNEL_DESCRIPTOR_H
#define CU2X_CHANNEL_DESCRIPTOR_H

#include "cuda_runtime_api.h"

#ifdef __cplusplus
namespace cu2x {
namespace detail {

template <typename T>
struct channel_kind {
  static const cudaChannelFormatKind value = T(-1) < T(0) ? cudaChannelFormatKindSigned : cudaChannelFormatKindUnsigned;
};
template <>
struct channel_kind<float> {
  static const cudaChannelFormatKind value = cudaChannelFormatKindFloat;
};

template <typename T>
struct channels {
  typedef T scalar;
  static const int count = 1;
};

#define CU2X_CHANNELS(vector, base, components) \
  template <> struct channels<vector> { typedef base scalar; static const int count = components; };
#define CU2X_CHANNEL_VECTORS(name, base) \
  CU2X_CHANNELS(name##1, base, 1) CU2X_CHANNELS(name##2, base, 2) CU2X_CHANNELS(name##4, base, 4)
CU2X_CHANNEL_VECTORS(char, signed char)
CU2X_CHANNEL_VECTORS(uchar, unsigned char)
CU2X_CHANNEL_VECTORS(short, short)
CU2X_CHANNEL_VECTORS(ushort, unsigned short)
CU2X_CHANNEL_VECTORS(int, int)
CU2X_CHANNEL_VECTORS(uint, unsigned int)
CU2X_CHANNEL_VECTORS(float, float)
#undef CU2X_CHANNEL_VECTORS
#undef CU2X_CHANNELS

}  // namespace detail
}  // namespace cu2x

/* The descriptor of T, a scalar or a vector of one, two or four components. */
template <typename T>
inline cudaChannelFormatDesc cudaCreateChannelDesc() {
  typedef cu2x::detail::channels<T> shape;
  const int bits = static_cast<int>(sizeof(typename shape::scalar) * 8);
  return cudaCreateChannelDesc(bits, shape::count > 1 ? bits : 0, shape::count > 2 ? bits : 0,
                               shape::count > 3 ? bits : 0, cu2x::detail::channel_kind<typename shape::scalar>::value);
}
#endif

#endif
