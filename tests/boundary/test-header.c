/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Alone in C11, before anything else: the header brings what it needs. */
#include "xapian-c/xapian-c.h"

_Static_assert(sizeof(struct xc_text) == sizeof(const char *) + sizeof(size_t), "a view is two words");

int main(void)
{
    return xc_version()[0] == '1' ? 0 : 1;
}
