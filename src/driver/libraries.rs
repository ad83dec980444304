//! CUDA's own libraries on a link line: which are dropped, which are refused.

/// What becomes of `-lNAME`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The runtime shim stands in for it.
    Dropped,
    /// cu2x has no counterpart yet; the text says what the library is.
    Refused(&'static str),
    /// Not CUDA's: the linker's business.
    Kept,
}

const DROPPED: &[&str] =
    &["cuda", "cudart", "cudart_static", "cudadevrt", "culibos", "nvToolsExt", "nvtx3interop", "cuda-12", "nvidia-ml"];

const REFUSED: &[(&str, &str)] = &[
    ("cublas", "dense linear algebra"),
    ("cublasLt", "dense linear algebra"),
    ("cublas_static", "dense linear algebra"),
    ("cufft", "Fourier transforms"),
    ("cufftw", "Fourier transforms"),
    ("cufft_static", "Fourier transforms"),
    ("curand", "random numbers"),
    ("curand_static", "random numbers"),
    ("cusolver", "linear solvers"),
    ("cusolverMg", "linear solvers"),
    ("cusparse", "sparse linear algebra"),
    ("cusparseLt", "sparse linear algebra"),
    ("cudnn", "neural networks"),
    ("cutensor", "tensor contractions"),
    ("cufile", "GPU storage"),
    ("nccl", "collective communication"),
    ("nvrtc", "run-time compilation of CUDA"),
    ("nvjpeg", "JPEG decoding"),
    ("nvjitlink", "linking of device code"),
    ("nppc", "image processing"),
    ("nppial", "image processing"),
    ("nppif", "image processing"),
    ("nppig", "image processing"),
    ("nppist", "image processing"),
    ("npps", "signal processing"),
];

/// What becomes of library `name`.
pub fn fate(name: &str) -> Fate {
    if DROPPED.contains(&name) {
        return Fate::Dropped;
    }
    REFUSED.iter().find(|(refused, _)| *refused == name).map_or(Fate::Kept, |(_, what)| Fate::Refused(what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runtime_is_dropped_mathematics_refused_and_the_rest_kept() {
        assert_eq!(fate("cudart_static"), Fate::Dropped);
        assert!(matches!(fate("cublas"), Fate::Refused(_)));
        assert_eq!(fate("m"), Fate::Kept);
    }
}
