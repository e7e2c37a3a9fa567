/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema: how the index is laid out. Both programs read it here and nowhere else.
 *
 * An index is a folder:
 *
 *   chaja.index/
 *     CURRENT        one line: the name of the database that counts, "glass.3"; replaced by rename, so that a rebuild is seen
 *                    whole or not at all
 *     glass.3/       a Xapian database of the glass backend, opened as such
 *     SEAL           digests of the database's files, for `searcher check` (seal.h)
 *     lock           held by flock(2) by the one indexer that writes; says who it is
 *
 * One Xapian document is one unit (indexer/document.h). Its terms, with Omega's prefixes where there are some:
 *
 *   prefix  what                                             example term             example query
 *   (none)  words of every field: title, breadcrumbs,        연구 · 자동 · =running     연구를
 *           text, code, tags, link; the analyzers' terms
 *   S       words of the title and of other names            S자동                     title:자동미분
 *   XN      the whole name of a section or entry             XN자동미분                   자동 미분
 *   XD      the whole name of a page                         XDusestate                useState
 *   Q       the unit itself, unique                          Qdocs/ko/a.md#설치         (exact lookup)
 *   XF      the file a unit or a place of an entry is in     XFdocs/ko/a.md           (replacing a file)
 *   XP      the file and every folder above it               XPdocs/ko                path:docs/ko
 *   XK      kind                                             XKarticle  XKentry       kind:entry
 *   L       language                                         Lko                      lang:ko
 *   K       tag, folded                                      K기계 학습                tag:"기계 학습"
 *   H       host of an entry's link, and its parent domains  Hgithub.com              site:github.com
 *
 * Terms of analyzers never hold ASCII capitals, so a prefix cannot be mistaken. A term too long for Xapian (245 bytes) is cut and
 * ends in a hash of the whole.
 *
 * There are no positions: a phrase is looked for by the terms it must have and then in the stored text itself, which is right
 * also where the dictionary cuts its words otherwise. Positions of words made up 40 % of the index's size and 25 % of the time it took.
 *
 * A word counts wdf SCHEMA_WDF_UNIT times the weight of its field (the table in terms.c), so that code can count less than text;
 * BM25's k1 is given in the same unit. These are even numbers: an odd wdf says that two characters of Korean or Chinese stand somewhere in the
 * unit as a word of their own, since a two-character word and a piece of a longer one are the same term. It costs no posting; the half of
 * a code word that it adds to the weight of one term is not seen in any figure.
 *
 *   value slot            what
 *   SLOT_GROUP            the file of a section, the own id of an entry: what `--group file` groups by
 *   SLOT_DATE             YYYY-MM-DD, or none
 *
 *   metadata key          what
 *   schema                SCHEMA_VERSION
 *   icu, analysis         version of ICU; hash of the analysis rules (analyzers/make-version.py)
 *   generation            goes up by each commit; files beside the database will carry it too
 *   F<path>               what is known of a file: times, size, digest, options, counts (struct file_record)
 *
 * Document data is a stored unit (stored.h), which carries its own digest: glass has no checksums.
 */
#ifndef CHAJA_INDEXER_SCHEMA_H
#define CHAJA_INDEXER_SCHEMA_H

#include "base/arena.h"
#include "base/error.h"
#include "indexer/source.h"
#include "xapian-c/xapian-c.h"

enum { SCHEMA_VERSION = 2, SCHEMA_WDF_UNIT = 6, SCHEMA_WDF_WHOLE = 1 };

enum schema_slot { SLOT_GROUP = 0, SLOT_DATE = 1 };

enum schema_prefix {
    PREFIX_NONE,
    PREFIX_TITLE,
    PREFIX_NAME,
    PREFIX_PAGE_NAME,
    PREFIX_ID,
    PREFIX_FILE,
    PREFIX_PATH,
    PREFIX_KIND,
    PREFIX_LANGUAGE,
    PREFIX_TAG,
    PREFIX_HOST,
    N_PREFIXES
};

struct schema_field {
    const char *prefix;
    const char *meaning;
    const char *example_query;
};

/* The table above, for `searcher stats` and the tests. */
extern const struct schema_field schema_fields[N_PREFIXES];

/* A term with its prefix, cut and hashed if it is too long; in `arena`. */
struct xc_text schema_term(enum schema_prefix prefix, struct text text, struct arena *arena);

static inline struct xc_text to_xc(struct text text)
{
    return (struct xc_text){text.bytes, text.size};
}

static inline struct text from_xc(struct xc_text text)
{
    return (struct text){text.bytes, text.size};
}

/* Take over an error of xapian-c: the code by what a caller can do, the message as it is. Returns -1. */
int error_from_xc(struct error *error, const struct xc_error *xc_error);

/* ---- what an index says of itself ---- */

struct schema_state {
    uint64_t generation;
    uint64_t analysis;
    struct text icu;
};

/* Whether the index was made by rules that this program shares. ERROR_VERSION says which differs and how to rebuild. `icu` of
 * the state lives in `arena`. */
int schema_check(struct xc_database *database, struct arena *arena, struct schema_state *ret,
                 struct error *error);

/* Write the state of this program into an open batch. */
int schema_write(struct xc_writer *writer, uint64_t generation, struct error *error);

/* ---- files ---- */

struct file_record {
    struct text path;
    uint64_t size_bytes;
    int64_t mtime_ns, ctime_ns;
    struct digest digest;
    uint64_t settings; /* hash of the options that change what a file gives (--lang) */
    uint32_t n_sections, n_entries;
    bool is_racy;     /* was written so shortly before it was read that its times prove nothing */
    bool has_problem; /* something in it was reported */
};

int file_record_write(struct xc_writer *writer, const struct file_record *record, struct error *error);
int file_record_remove(struct xc_writer *writer, struct text path, struct error *error);

/* All records, sorted by path; in `arena`. */
int file_records_read(struct xc_database *database, struct arena *arena, struct file_record **ret,
                      size_t *ret_n, struct error *error);

#endif
