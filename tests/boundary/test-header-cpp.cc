/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Alone in C++, before anything else; its names are C's. */
#include "xapian-c/xapian-c.h"

int main()
{
    xc_error error;
    xc_stemmer *stemmer = nullptr;
    int result = xc_stemmer_new("en", &stemmer, &error);
    xc_stemmer_free(stemmer);
    return result;
}
