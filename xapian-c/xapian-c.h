/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xapian-c: libxapian from C.
 *
 *   struct xc_database *database;
 *   struct xc_error error;
 *   if (xc_database_open("books.index", &database, &error) < 0)
 *       fprintf(stderr, "%s\n", error.message);
 *
 * A wrapper without policy around Xapian 1.4: it opens glass databases on this machine (never a stub file,
 * which may name a program to run), checks what goes in before Xapian sees it, keeps every write inside a
 * transaction, and turns every C++ exception into a code that says what the caller can do. Xapian's own
 * tokenizers (TermGenerator, QueryParser, MSet::snippet) are left out on purpose: index, query and excerpt
 * come from one analysis, the caller's. Where this page is silent, https://xapian.org/docs/ holds.
 *
 * Results    0 is success. A negative result is a failure, and then `error` is filled. A positive result is
 *            an outcome that the function names ("1: found, 0: absent"). Outputs (`ret`, `ret_...`) are
 *            written only on success. `error` must not be NULL.
 * Ownership  What `_new` and `_open` hand out is the caller's, to be given to the `_free` or `_close` of the
 *            same name, which take NULL. A `struct xc_text` that goes in is read during the call; one that
 *            comes out is borrowed, and its function says how long it lives. A `struct xc_buffer` starts as
 *            all zero bytes and is the caller's; a function that fills it replaces what it held;
 *            xc_buffer_clear() frees it.
 *            Handles may be closed in any order: what rests on another keeps what it needs alive. A writer is
 *            the exception: when it closes, all that reads through it fails with XC_ARGUMENT.
 * Threads    A handle and everything got from it belong to one thread at a time, without exception (Xapian
 *            counts references without atomics): open one database a thread. Queries share what they were
 *            built from, so all queries of one tree stay in one thread too. A process that writes must not
 *            fork: the child would keep the lock.
 * Bytes      Terms, keys, values and data are bytes, a NUL is a byte like others, and nothing asks for
 *            UTF-8. Paths are C strings. Document ids count from 1.
 * Memory     Running out of it is an error like others (XC_MEMORY), and the handle can be closed as usual.
 * Cost       Figures that matter stand with their functions: measured on 20,000 documents of 300 words.
 */
#ifndef XAPIAN_C_H
#define XAPIAN_C_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#define XC_API __attribute__((visibility("default")))

/* In C++, too, an enum may hold a value that it does not name, and is told so. */
#ifdef __cplusplus
#define XC_UNSIGNED : unsigned
#else
#define XC_UNSIGNED
#endif

/* ---- limits ----
 *
 * What is over one of them fails with XC_LIMIT before it reaches Xapian, where some of it would pass and then
 * spoil a whole batch at commit. */

/* Terms, keys, spelling words; each NUL byte counts as two. */
#define XC_MAX_TERM_BYTES 245
/* A value of a document. */
#define XC_MAX_VALUE_BYTES (64u << 10)
/* Document data, and a metadata value. */
#define XC_MAX_DATA_BYTES (64u << 20)
/* Sum of a document's wdf. */
#define XC_MAX_DOCUMENT_LENGTH 0x7FFFFFFFu
/* Operators inside operators. Xapian's recursion breaks at about 100,000; 1,000 take 2 s. */
#define XC_MAX_QUERY_DEPTH 100u
/* Leaves of a query, a wildcard counting as its largest expansion. */
#define XC_MAX_QUERY_TERMS 10000u
/* offset + limit of a search. */
#define XC_MAX_PAGE_END 1000000u
/* Runs of a search whose index keeps changing. */
#define XC_MAX_TRIES 5

/* ---- bytes and errors ---- */

struct xc_text {
    const char *bytes;
    size_t size;
};

/* A view of a C string; NULL is the empty one. */
static inline struct xc_text xc_text_of(const char *string)
{
    struct xc_text text = {string, string != NULL ? strlen(string) : 0};
    return text;
}

static inline struct xc_text xc_text_from(const char *bytes, size_t size)
{
    struct xc_text text = {bytes, size};
    return text;
}

/* bytes[size] is NUL once it was filled. */
struct xc_buffer {
    char *bytes;
    size_t size, capacity;
};

enum xc_code XC_UNSIGNED {
    XC_OK,
    XC_NOT_FOUND, /* no such index, document or language: name another */
    XC_LOCKED,    /* another process (or handle) writes this index: wait for it */
    XC_CHANGED,   /* the index moved on under a reader: xc_database_reopen(), and do it again */
    XC_ARGUMENT,  /* the call makes no sense: correct the program */
    XC_LIMIT,     /* over a limit of this page: leave it out, or cut it */
    XC_CORRUPT,   /* what is stored is damaged: build the index again */
    XC_VERSION,   /* written in another format: build the index again */
    XC_SYSTEM,   /* the operating system said no (disk full, read-only, read error): the message says which */
    XC_MEMORY,   /* no memory */
    XC_CALLBACK, /* the caller's function failed without saying how */
    XC_BUG       /* Xapian or this wrapper broke a promise */
};

struct xc_error {
    enum xc_code code;
    char message[400]; /* one line, NUL-terminated, without control bytes */
};

/* "locked", "not found": a word for a log; a static string. */
XC_API const char *xc_code_name(enum xc_code code);

XC_API void xc_buffer_clear(struct xc_buffer *buffer);

/* The version of libxapian that runs, such as "1.4.22"; a static string. */
XC_API const char *xc_version(void);

/* Numbers as values that sort as the numbers do (Xapian's sortable_serialise). Pack returns how many bytes it
 * wrote; a NaN packs as minus infinity, and so does nothing at all. Unpack takes any bytes. */
#define XC_NUMBER_BYTES 9
XC_API size_t xc_number_pack(double number, char out[XC_NUMBER_BYTES]);
XC_API double xc_number_unpack(struct xc_text value);

/* ---- documents ---- */

struct xc_document;

/* An empty document. Building one needs no database. */
XC_API int xc_document_new(struct xc_document **ret, struct xc_error *error);
XC_API void xc_document_free(struct xc_document *document);

/* Empty again, for the next document; cheaper to read than free and new. */
XC_API int xc_document_reset(struct xc_document *document, struct xc_error *error);

/* A term at a position; the same term may come at many. `wdf_increment` is added to its frequency here.
 * About 0.3 µs. */
XC_API int xc_document_add_posting(struct xc_document *document, struct xc_text term, uint32_t position,
                                   uint32_t wdf_increment, struct xc_error *error);

/* A term without a position. */
XC_API int xc_document_add_term(struct xc_document *document, struct xc_text term, uint32_t wdf_increment,
                                struct xc_error *error);

/* A term that filters and never weighs: wdf 0. */
XC_API int xc_document_add_filter(struct xc_document *document, struct xc_text term, struct xc_error *error);

/* Replaces what the slot held; an empty value empties it. */
XC_API int xc_document_add_value(struct xc_document *document, uint32_t slot, struct xc_text value,
                                 struct xc_error *error);

/* The same with xc_number_pack(). A NaN is XC_ARGUMENT. */
XC_API int xc_document_add_number(struct xc_document *document, uint32_t slot, double number,
                                  struct xc_error *error);

/* The stored bytes, which Xapian keeps and never reads. They carry no checksum: add one of your own. */
XC_API int xc_document_set_data(struct xc_document *document, struct xc_text data, struct xc_error *error);

/* What a document holds, built here or read from a database (then XC_CHANGED is possible, and a document that
 * was removed meanwhile is XC_NOT_FOUND). A slot without a value gives no bytes. */
XC_API int xc_document_data(struct xc_document *document, struct xc_buffer *ret, struct xc_error *error);
XC_API int xc_document_value(struct xc_document *document, uint32_t slot, struct xc_buffer *ret,
                             struct xc_error *error);

/* ---- writing ----
 *
 * One process writes an index at a time. All changes stand in a batch: begin, change, commit. A batch is
 * one transaction: readers and a crash see all of it or nothing. When a change or the commit fails inside
 * Xapian (disk full, say), the batch is dropped at once; the next changes fail with XC_ARGUMENT until
 * xc_writer_cancel() says that the caller knows. What was refused because of its arguments drops nothing.
 * One failure is worse: when a write fails while Xapian flushes values, it can't be unwound. The call then
 * fails with XC_SYSTEM as usual, but all further ones do, too; close the writer. What was committed is
 * whole, and the lock goes when the process ends. Writing keeps a std::terminate handler for this, in
 * front of the program's own. A batch lives in memory until Xapian flushes it (by XAPIAN_FLUSH_THRESHOLD,
 * 10,000 documents, which may be over 1 GB): commit by the bytes of text given, some 8 MB. */

struct xc_writer;

enum xc_open_flags XC_UNSIGNED {
    XC_OPEN = 0,           /* must be there: XC_NOT_FOUND */
    XC_CREATE = 1,         /* must not be there: XC_ARGUMENT */
    XC_CREATE_OR_OPEN = 2, /* the folder above must exist */
    XC_WAIT_FOR_LOCK = 4   /* wait for another writer instead of failing with XC_LOCKED */
};

XC_API int xc_writer_open(const char *path, unsigned flags, struct xc_writer **ret, struct xc_error *error);

/* Unlocks and frees. A batch that is still open is dropped, and the result is XC_ARGUMENT. Whatever the
 * result, the handle is gone. */
XC_API int xc_writer_close(struct xc_writer *writer, struct xc_error *error);

/* The same when nobody asks for the result; it never commits. */
XC_API void xc_writer_free(struct xc_writer *writer);

XC_API int xc_writer_begin(struct xc_writer *writer, struct xc_error *error);

/* Back only when the batch is on the disk, the names in the index's folder too (fsync). If that last step
 * fails (XC_SYSTEM), readers see the batch already, and only a power cut could take it back. */
XC_API int xc_writer_commit(struct xc_writer *writer, struct xc_error *error);

/* Drops the batch, and acknowledges one that failed. XC_ARGUMENT when there is none. */
XC_API int xc_writer_cancel(struct xc_writer *writer, struct xc_error *error);

/* Puts the document in the place of the one that bears `unique_term`, which it is given as a filter; adds it
 * when there is none; when several do, one stays. `ret_id` may be NULL. */
XC_API int xc_writer_replace(struct xc_writer *writer, struct xc_text unique_term,
                             struct xc_document *document, uint32_t *ret_id, struct xc_error *error);

/* Adds a document under a new id, without asking whether it is there. */
XC_API int xc_writer_add(struct xc_writer *writer, struct xc_document *document, uint32_t *ret_id,
                         struct xc_error *error);

/* Removes every document that bears the term; none is no error. */
XC_API int xc_writer_remove(struct xc_writer *writer, struct xc_text term, struct xc_error *error);

/* Removes one document; XC_NOT_FOUND when there is none, and the batch stays open. */
XC_API int xc_writer_remove_id(struct xc_writer *writer, uint32_t id, struct xc_error *error);

/* An empty value removes the key. */
XC_API int xc_writer_set_metadata(struct xc_writer *writer, struct xc_text key, struct xc_text value,
                                  struct xc_error *error);

XC_API int xc_writer_add_synonym(struct xc_writer *writer, struct xc_text term, struct xc_text synonym,
                                 struct xc_error *error);
XC_API int xc_writer_remove_synonyms(struct xc_writer *writer, struct xc_text term, struct xc_error *error);

/* A word that xc_database_suggestion() may propose, with how often it was seen. */
XC_API int xc_writer_add_spelling(struct xc_writer *writer, struct xc_text word, uint32_t frequency_increment,
                                  struct xc_error *error);
XC_API int xc_writer_remove_spelling(struct xc_writer *writer, struct xc_text word,
                                     uint32_t frequency_decrement, struct xc_error *error);

/* Reads through the writer: sees the open batch too. Borrowed, lives as long as the writer;
 * xc_database_close() and reopen do nothing to it. Reading may write what is pending to the disk: when it fails
 * with XC_SYSTEM, cancel the batch. */
XC_API struct xc_database *xc_writer_database(struct xc_writer *writer);

/* ---- reading ---- */

struct xc_database;

/* A reader sees the state that was committed when it was opened, for about two further commits; after that
 * its calls may fail with XC_CHANGED. About 0.04 ms. */
XC_API int xc_database_open(const char *path, struct xc_database **ret, struct xc_error *error);
XC_API void xc_database_close(struct xc_database *database);

/* On to the newest state. 1: it may have moved, 0: it has not. When another folder was put in the place of
 * the one opened, that one is opened instead (Xapian's own reopen would stay with the old one). */
XC_API int xc_database_reopen(struct xc_database *database, struct xc_error *error);

struct xc_statistics {
    uint32_t documents;
    uint32_t last_id;        /* the highest id ever given, 0 for none */
    uint64_t total_length;   /* sum of the documents' lengths, in terms */
    double average_length;   /* 0 for an empty index */
    uint64_t revision;       /* goes up by each commit; compaction starts it again */
    char uuid[37];           /* stays with the index, also when it is compacted; NUL-terminated */
    unsigned char positions; /* 1: some term has positions */
};

XC_API int xc_database_count(struct xc_database *database, uint32_t *ret, struct xc_error *error);
XC_API int xc_database_statistics(struct xc_database *database, struct xc_statistics *ret,
                                  struct xc_error *error);

/* 1: someone writes this index now, 0: nobody. */
XC_API int xc_database_locked(struct xc_database *database, struct xc_error *error);

/* 1: `ret` holds the value, 0: there is none (and `ret` is as it was). */
XC_API int xc_database_metadata(struct xc_database *database, struct xc_text key, struct xc_buffer *ret,
                                struct xc_error *error);

/* 1: some document has it, 0: none. A term over the limits is nowhere. */
XC_API int xc_database_term_exists(struct xc_database *database, struct xc_text term, struct xc_error *error);

/* How many documents have the term, and how often it occurs in all of them; 0 for a term that is nowhere. */
XC_API int xc_database_term_frequency(struct xc_database *database, struct xc_text term, uint32_t *ret,
                                      struct xc_error *error);
XC_API int xc_database_collection_frequency(struct xc_database *database, struct xc_text term, uint64_t *ret,
                                            struct xc_error *error);

/* The first document that bears the term. 1: found, 0: none does. */
XC_API int xc_database_find(struct xc_database *database, struct xc_text unique_term, uint32_t *ret_id,
                            struct xc_error *error);

/* A stored document, to read, or to change and replace. XC_NOT_FOUND when there is none. */
XC_API int xc_database_document(struct xc_database *database, uint32_t id, struct xc_document **ret,
                                struct xc_error *error);

/* The spelling word nearest to `word`, within `max_edits` (1 to 3) insertions, deletions, swaps or changes
 * of a character; among equals the most frequent. 1: `ret` holds it, 0: there is none. A word that is
 * known itself may still get a neighbour that is more frequent. */
XC_API int xc_database_suggestion(struct xc_database *database, struct xc_text word, unsigned max_edits,
                                  struct xc_buffer *ret, struct xc_error *error);

/* Rows of terms, in byte order. */
struct xc_terms;

struct xc_term {
    struct xc_text name; /* borrowed: until the next call with this xc_terms */
    uint32_t documents;  /* how many have it: by xc_terms_open() and xc_terms_of_spellings(), else 0 */
    uint32_t wdf;        /* its frequency in the document: by xc_terms_of_document(), else 0 */
};

/* All terms that begin with the prefix (an empty one: all terms); the terms of a document; the metadata keys
 * that begin with the prefix; the synonyms of a term; the terms with a prefix that have synonyms; the
 * spelling words. */
XC_API int xc_terms_open(struct xc_database *database, struct xc_text prefix, struct xc_terms **ret,
                         struct xc_error *error);
XC_API int xc_terms_of_document(struct xc_database *database, uint32_t id, struct xc_terms **ret,
                                struct xc_error *error);
XC_API int xc_terms_of_metadata(struct xc_database *database, struct xc_text prefix, struct xc_terms **ret,
                                struct xc_error *error);
XC_API int xc_terms_of_synonyms(struct xc_database *database, struct xc_text term, struct xc_terms **ret,
                                struct xc_error *error);
XC_API int xc_terms_with_synonyms(struct xc_database *database, struct xc_text prefix, struct xc_terms **ret,
                                  struct xc_error *error);
XC_API int xc_terms_of_spellings(struct xc_database *database, struct xc_terms **ret, struct xc_error *error);
XC_API void xc_terms_close(struct xc_terms *terms);

/* 1: `ret` holds the next term, 0: there are no more. About 0.3 µs. */
XC_API int xc_terms_next(struct xc_terms *terms, struct xc_term *ret, struct xc_error *error);

/* The next call of next gives the first term not before `name` (never one that has gone by). */
XC_API int xc_terms_skip(struct xc_terms *terms, struct xc_text name, struct xc_error *error);

/* The documents of a term, by id. */
struct xc_postings;

struct xc_posting {
    uint32_t id;
    uint32_t wdf;             /* the term's frequency in the document; 1 for the empty term */
    uint32_t document_length; /* sum of the document's wdf */
};

/* The empty term stands for all documents. */
XC_API int xc_postings_open(struct xc_database *database, struct xc_text term, struct xc_postings **ret,
                            struct xc_error *error);
XC_API void xc_postings_close(struct xc_postings *postings);
XC_API int xc_postings_next(struct xc_postings *postings, struct xc_posting *ret, struct xc_error *error);

/* The next call of next gives the first document not before `id`. */
XC_API int xc_postings_skip(struct xc_postings *postings, uint32_t id, struct xc_error *error);

/* The positions of a term in a document into an array from malloc(), which the caller frees; none gives NULL
 * and 0. */
XC_API int xc_database_positions(struct xc_database *database, uint32_t id, struct xc_text term,
                                 uint32_t **ret_positions, size_t *ret_n_positions, struct xc_error *error);

/* Is the index whole? Reads all of it. 0: nothing found, 1: damaged, and `ret_report` says how, in lines.
 * glass has no checksums: damage inside a text can pass. */
XC_API int xc_check(const char *path, struct xc_buffer *ret_report, struct xc_error *error);

/* Writes a copy without gaps to the folder `to`, which must not exist, with the same document ids. Hold a
 * writer open meanwhile, without a batch: a copy made during commits is broken. */
XC_API int xc_compact(const char *path, const char *to, struct xc_error *error);

/* ---- queries ----
 *
 * A query never changes. What is built from others shares them: each is freed by itself, in any order. */

struct xc_query;

enum xc_operator XC_UNSIGNED {
    XC_OR,        /* any of them; weights are added */
    XC_AND,       /* all of them */
    XC_AND_MAYBE, /* the first; the others only add weight */
    XC_AND_NOT,   /* the first, and none of the others */
    XC_FILTER,    /* all of them, weighed by the first alone */
    XC_PHRASE,    /* in this order within a window of positions; terms, or OR of terms */
    XC_NEAR,      /* in any order within a window */
    XC_SYNONYM,   /* any of them, weighed as if they were one term */
    XC_MAX        /* any of them, weighed by the best alone */
};

/* Which terms a wildcard stands for when there are more than `max_expansion`. */
enum xc_wildcard_limit XC_UNSIGNED {
    XC_MOST_FREQUENT, /* those in most documents; looks at them all */
    XC_FIRST          /* the first in byte order */
};

XC_API int xc_query_term(struct xc_text term, struct xc_query **ret, struct xc_error *error);

/* Documents that have the term with one of these bits set in its wdf, for those who keep a flag there. They weigh nothing. */
XC_API int xc_query_term_bits(struct xc_text term, uint32_t bits, struct xc_query **ret,
                              struct xc_error *error);

/* `window` is for PHRASE and NEAR: 0 for as many positions as there are queries, else at least that many; for
 * the other operators it is 0. No queries give one that matches nothing. */
XC_API int xc_query_combine(enum xc_operator operation, const struct xc_query *const *queries,
                            size_t n_queries, uint32_t window, struct xc_query **ret, struct xc_error *error);

/* Multiplies the weight by a finite factor of 0 or more. */
XC_API int xc_query_scale(const struct xc_query *query, double factor, struct xc_query **ret,
                          struct xc_error *error);

/* The same documents, each with this constant weight. */
XC_API int xc_query_fixed(const struct xc_query *query, double weight, struct xc_query **ret,
                          struct xc_error *error);

/* Documents whose value in the slot is from `low` to `high`, in byte order, both included; at least `low`; at
 * most `high` (which a document without a value is too). They weigh nothing. */
XC_API int xc_query_value_range(uint32_t slot, struct xc_text low, struct xc_text high, struct xc_query **ret,
                                struct xc_error *error);
XC_API int xc_query_value_at_least(uint32_t slot, struct xc_text low, struct xc_query **ret,
                                   struct xc_error *error);
XC_API int xc_query_value_at_most(uint32_t slot, struct xc_text high, struct xc_query **ret,
                                  struct xc_error *error);

/* Terms that begin with `prefix`, as many as `max_expansion` (1 or more), combined by XC_OR, XC_SYNONYM or
 * XC_MAX. They are looked up when the search runs, in each shard by itself. */
XC_API int xc_query_wildcard(struct xc_text prefix, uint32_t max_expansion, enum xc_wildcard_limit limit,
                             enum xc_operator combiner, struct xc_query **ret, struct xc_error *error);

XC_API int xc_query_all(struct xc_query **ret, struct xc_error *error);
XC_API int xc_query_nothing(struct xc_query **ret, struct xc_error *error);

/* One line for people, such as "Query((a AND b))"; the form is Xapian's and changes between versions. */
XC_API int xc_query_describe(const struct xc_query *query, struct xc_buffer *ret, struct xc_error *error);
XC_API void xc_query_free(struct xc_query *query);

/* ---- searching ---- */

struct xc_search;
struct xc_matches;

/* A search keeps its settings from run to run. It starts with BM25, by relevance, no query (nothing matches).
 */
XC_API int xc_search_new(struct xc_database *database, struct xc_search **ret, struct xc_error *error);
XC_API void xc_search_free(struct xc_search *search);

/* The query may be freed afterwards. */
XC_API int xc_search_set_query(struct xc_search *search, const struct xc_query *query,
                               struct xc_error *error);

enum xc_weighting_kind XC_UNSIGNED {
    XC_BM25,
    XC_BM25_PLUS, /* BM25 with a lower bound `delta` for long documents */
    XC_BOOL       /* no weights: documents come by id */
};

struct xc_weighting {
    enum xc_weighting_kind kind;
    double k1, k2, k3, b, min_normlen; /* Xapian's own defaults: 1, 0, 1, 0.5, 0.5 */
    double delta;                      /* BM25_PLUS only; 1 by default */
};

/* XC_ARGUMENT for a number that is negative, not finite, or for b or min_normlen over 1. */
XC_API int xc_search_set_weighting(struct xc_search *search, const struct xc_weighting *weighting,
                                   struct xc_error *error);

enum xc_sort XC_UNSIGNED {
    XC_BY_RELEVANCE,
    XC_BY_VALUE,
    XC_BY_VALUE_THEN_RELEVANCE,
    XC_BY_RELEVANCE_THEN_VALUE
};

/* `slot` and `ascending` (1: the smallest value first) are for the value; ties go by id. */
XC_API int xc_search_set_sort(struct xc_search *search, enum xc_sort sort, uint32_t slot, int ascending,
                              struct xc_error *error);

/* At most `max_each` matches (0: all) of those that share a value in the slot, the best; documents without a
 * value are not collapsed. */
XC_API int xc_search_set_collapse(struct xc_search *search, uint32_t slot, uint32_t max_each,
                                  struct xc_error *error);

/* After so many milliseconds (0: never) a run ends with what it has found, and xc_matches_is_partial() says
 * so. The time counts from the start of a run through all its tries. It is looked at whenever a document has
 * matched: not inside a phrase that never matches, nor during the expansion of a wildcard. Costs about 15 ns
 * a match. */
XC_API int xc_search_set_deadline_ms(struct xc_search *search, uint32_t deadline_ms, struct xc_error *error);

/* A function of the caller's that looks at each document that matches, before it is counted. Returns 1 to
 * keep it, 0 to leave it out, negative to end the run with the error that it filled (XC_CALLBACK when it
 * filled none). It must return: no longjmp, no exception. It may not use the search nor the database that it
 * was called from. NULL takes it away. */
struct xc_candidate;
typedef int (*xc_accept)(void *context, const struct xc_candidate *candidate, struct xc_error *error);

XC_API int xc_search_set_decider(struct xc_search *search, xc_accept accept, void *context,
                                 struct xc_error *error);

/* For the decider, during its call. */
XC_API uint32_t xc_candidate_id(const struct xc_candidate *candidate);
XC_API int xc_candidate_data(const struct xc_candidate *candidate, struct xc_buffer *ret,
                             struct xc_error *error);
XC_API int xc_candidate_value(const struct xc_candidate *candidate, uint32_t slot, struct xc_buffer *ret,
                              struct xc_error *error);

enum xc_fetch_flags XC_UNSIGNED {
    XC_FETCH_NONE = 0,
    XC_FETCH_DATA = 1,   /* xc_match.data is filled */
    XC_FETCH_VALUES = 2, /* xc_match_value() needs the index no more */
    XC_FETCH_TERMS = 4   /* xc_match_terms() needs the index no more */
};

/* Runs the search for the matches [offset, offset + limit). Totals are counted as if at least
 * `check_at_least` matches were looked at. When the index changed under it, reopens the database and runs
 * again, XC_MAX_TRIES times in all. What `fetch` names is read within the same tries: such a page is whole,
 * and stays so whatever is written later. */
XC_API int xc_search_run(struct xc_search *search, uint32_t offset, uint32_t limit, uint32_t check_at_least,
                         unsigned fetch, struct xc_matches **ret, struct xc_error *error);
XC_API void xc_matches_close(struct xc_matches *matches);

struct xc_match {
    uint32_t id;
    uint32_t rank;               /* from 0, offset included */
    double weight;               /* 0 when sorted by value alone */
    unsigned percent;            /* of the best match, whose is 100 (as all are when nothing weighs) */
    uint32_t collapse_count;     /* at least so many others were left out for this one */
    struct xc_text collapse_key; /* empty without collapse; borrowed: until the matches are closed */
    struct xc_text data;         /* with XC_FETCH_DATA, else NULL and 0; borrowed likewise */
};

/* 1: `ret` holds the next match, 0: the page is at its end. */
XC_API int xc_matches_next(struct xc_matches *matches, struct xc_match *ret, struct xc_error *error);

/* How many the page holds. */
XC_API uint32_t xc_matches_size(const struct xc_matches *matches);

struct xc_totals {
    uint32_t at_least, estimated, at_most;
    double max_attained, max_possible; /* weights: of the best match, of any document */
};

XC_API void xc_matches_totals(const struct xc_matches *matches, struct xc_totals *ret);

/* 1: the deadline cut the run short; there may be better matches. */
XC_API int xc_matches_is_partial(const struct xc_matches *matches);

/* What a match of this page holds, named by its rank. Without the fetch flag they read the index now, and
 * XC_CHANGED is possible: then run the search again. */
XC_API int xc_match_data(struct xc_matches *matches, uint32_t rank, struct xc_buffer *ret,
                         struct xc_error *error);
XC_API int xc_match_value(struct xc_matches *matches, uint32_t rank, uint32_t slot, struct xc_buffer *ret,
                          struct xc_error *error);

/* The terms of the query that this match has; `documents` and `wdf` are 0. */
XC_API int xc_match_terms(struct xc_matches *matches, uint32_t rank, struct xc_terms **ret,
                          struct xc_error *error);

/* A term of the query (wildcards expanded, too): in how many documents, and the most it can weigh.
 * XC_NOT_FOUND for another. */
struct xc_term_weight {
    uint32_t documents;
    double weight;
};

XC_API int xc_matches_term_weight(const struct xc_matches *matches, struct xc_text term,
                                  struct xc_term_weight *ret, struct xc_error *error);

/* ---- stemming ---- */

struct xc_stemmer;

/* By English name or ISO code ("english", "en"); XC_NOT_FOUND for a language that it does not know. */
XC_API int xc_stemmer_new(const char *language, struct xc_stemmer **ret, struct xc_error *error);
XC_API void xc_stemmer_free(struct xc_stemmer *stemmer);

/* The stem of a folded word of at most XC_MAX_VALUE_BYTES. About 0.3 µs. */
XC_API int xc_stemmer_stem(struct xc_stemmer *stemmer, struct xc_text word, struct xc_buffer *ret,
                           struct xc_error *error);

/* The names, with a space between them. */
XC_API int xc_stemmer_languages(struct xc_buffer *ret, struct xc_error *error);

/* ---- for __attribute__((cleanup(…))) ---- */

#define XC_DEFINE_CLEANUP(type, function)         \
    static inline void function##p(type **handle) \
    {                                             \
        function(*handle);                        \
    }

XC_DEFINE_CLEANUP(struct xc_document, xc_document_free)
XC_DEFINE_CLEANUP(struct xc_writer, xc_writer_free)
XC_DEFINE_CLEANUP(struct xc_database, xc_database_close)
XC_DEFINE_CLEANUP(struct xc_terms, xc_terms_close)
XC_DEFINE_CLEANUP(struct xc_postings, xc_postings_close)
XC_DEFINE_CLEANUP(struct xc_query, xc_query_free)
XC_DEFINE_CLEANUP(struct xc_search, xc_search_free)
XC_DEFINE_CLEANUP(struct xc_matches, xc_matches_close)
XC_DEFINE_CLEANUP(struct xc_stemmer, xc_stemmer_free)

#ifdef __cplusplus
}
#endif

#endif
