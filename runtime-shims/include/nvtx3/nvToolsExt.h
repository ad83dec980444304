/* NVTX as no-ops. */
#include "../nvToolsExt.h"
