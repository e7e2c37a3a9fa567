/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boundary.hh"

using namespace xc;

struct xc_stemmer {
    Xapian::Stem stem;
};

int xc_stemmer_new(const char *language, struct xc_stemmer **ret, struct xc_error *error)
{
    return guard(error, [&] {
        auto stemmer = std::make_unique<xc_stemmer>();
        stemmer->stem = Xapian::Stem(language, true);
        if (stemmer->stem.is_none())
            fail(XC_NOT_FOUND, "no stemmer for \"%s\"", language);
        *ret = stemmer.release();
        return 0;
    });
}

void xc_stemmer_free(struct xc_stemmer *stemmer)
{
    delete stemmer;
}

int xc_stemmer_stem(struct xc_stemmer *stemmer, struct xc_text word, struct xc_buffer *ret,
                    struct xc_error *error)
{
    return guard(error, [&] {
        check_size(word, XC_MAX_VALUE_BYTES, "a word");
        fill(ret, stemmer->stem(to_string(word)));
        return 0;
    });
}

int xc_stemmer_languages(struct xc_buffer *ret, struct xc_error *error)
{
    return guard(error, [&] {
        fill(ret, Xapian::Stem::get_available_languages());
        return 0;
    });
}
