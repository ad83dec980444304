/* Types of the surface API: see texture_types.h. */
#include "texture_types.h"
