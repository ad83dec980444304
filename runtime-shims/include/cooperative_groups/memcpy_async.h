/* Part of <cooperative_groups.h>, which has it all. */
#ifndef CU2X_COOPERATIVE_GROUPS_MEMCPY_ASYNC_H
#define CU2X_COOPERATIVE_GROUPS_MEMCPY_ASYNC_H

#include <cooperative_groups.h>

#endif
