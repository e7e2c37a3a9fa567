/* SPDX-License-Identifier: GPL-2.0-or-later */
/* url: addresses as people write them.
 *
 *   "HTTPS://www.Example.org/a/?utm_source=x&q=1#top"  ->  key "example.org/a?q=1#top"
 *
 * Input      any bytes; nothing is looked up.
 * Ownership  results are views of the input, static, or in the arena given.
 * Errors     none.
 * Cost       one pass over the address.
 */
#ifndef CHAJA_INDEXER_URL_H
#define CHAJA_INDEXER_URL_H

#include "base/arena.h"

/* The address trimmed and without control characters; empty if a link must not lead there: only http, https,
 * mailto and relative addresses are let through. */
struct text url_clean(struct text url, struct arena *arena);

enum url_kind {
    URL_EMPTY,
    URL_ABSOLUTE, /* http: or https:, or begins with // */
    URL_MAIL,
    URL_FRAGMENT, /* "#top": a place on the same page */
    URL_RELATIVE
};

enum url_kind url_kind_of(struct text url);

/* The address under which two spellings are one: without scheme, user, `www.`, default port, the slash at the
 * end of the path, `utm_*` parameters and an empty fragment; host in lower case. The fragment is kept. A
 * relative address is resolved against the folder of `path` ("docs/ko/a.md" and "../b.md" give "docs/b.md");
 * one that begins with '/' stays as it is. */
struct text url_key(struct text url, struct text path, struct arena *arena);

/* Host of an absolute address, without user, port and `www.`; empty for others. As written. */
struct text url_host(struct text url);

/* What follows the host, without query and fragment; of a relative address all of it. */
struct text url_path(struct text url);

/* Whether nothing follows the host but slashes. */
bool url_is_host_only(struct text url);

/* A name to show for an address that has none: its last segment, percent-decoded where that gives printable
 * UTF-8, without an ending such as .html; the host if there is no path. */
struct text url_display_name(struct text url, struct arena *arena);

/* Where a bare address that starts at `start` of a text ends (`text` begins with http:// or https:// there),
 * or `start` if it is none. Punctuation of the sentence, closing brackets without their opening, CJK
 * punctuation and a Korean or Chinese word that is written on directly behind a letter or digit are not part
 * of it. */
size_t url_bare_end(struct text text, size_t start);

#endif
