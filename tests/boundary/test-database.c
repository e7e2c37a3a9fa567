/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/boundary/fixture.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void test_figures_of_an_index(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 10, "a");
    cleanup(xc_database_closep) struct xc_database *database = fixture_open(fixture->path);
    struct xc_statistics figures;
    uint32_t frequency;
    uint64_t occurrences;
    assert_works(xc_database_statistics(database, &figures, &error));
    assert_int_equal(figures.documents, 10);
    assert_int_equal(figures.last_id, 10);
    assert_int_equal(figures.total_length, 26); /* common and parity: 20; by3 twice in 3 documents: 6 */
    assert_true(figures.average_length > 2.59 && figures.average_length < 2.61);
    assert_int_equal(strlen(figures.uuid), 36);
    assert_int_equal(figures.positions, 1);
    assert_int_equal(xc_database_term_exists(database, xc_text_of("by3"), &error), 1);
    assert_int_equal(xc_database_term_exists(database, xc_text_of("by4"), &error), 0);
    assert_works(xc_database_term_frequency(database, xc_text_of("by3"), &frequency, &error));
    assert_int_equal(frequency, 3);
    assert_works(xc_database_collection_frequency(database, xc_text_of("by3"), &occurrences, &error));
    assert_int_equal(occurrences, 6);
    assert_int_equal(xc_database_locked(database, &error), 0);
}

static void test_an_empty_index_can_be_read(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    struct xc_writer *writer;
    assert_works(xc_writer_open(fixture->path, XC_CREATE, &writer, &error));
    assert_works(xc_writer_close(writer, &error));
    cleanup(xc_database_closep) struct xc_database *database = fixture_open(fixture->path);
    cleanup(xc_terms_closep) struct xc_terms *terms = NULL;
    cleanup(xc_postings_closep) struct xc_postings *all = NULL;
    cleanup(xc_document_freep) struct xc_document *document = NULL;
    struct xc_statistics figures;
    struct xc_term name;
    struct xc_posting posting;
    uint32_t id;
    assert_works(xc_database_statistics(database, &figures, &error));
    assert_int_equal(figures.documents, 0);
    assert_true(figures.average_length == 0);
    assert_works(xc_terms_open(database, xc_text_of(""), &terms, &error));
    assert_int_equal(xc_terms_next(terms, &name, &error), 0);
    assert_works(xc_postings_open(database, xc_text_of(""), &all, &error));
    assert_int_equal(xc_postings_next(all, &posting, &error), 0);
    assert_int_equal(xc_database_find(database, xc_text_of("Q1"), &id, &error), 0);
    assert_fails(xc_database_document(database, 1, &document, &error), XC_NOT_FOUND);
    assert_fails(xc_database_document(database, 0, &document, &error), XC_ARGUMENT);
}

static void test_terms_over_the_limits_are_nowhere(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    char bytes[4000];
    memset(bytes, 'x', sizeof bytes);
    struct xc_text big = xc_text_from(bytes, sizeof bytes);
    fixture_write(fixture->path, 1, 1, "a");
    cleanup(xc_database_closep) struct xc_database *database = fixture_open(fixture->path);
    cleanup(xc_terms_closep) struct xc_terms *terms = NULL;
    cleanup(xc_postings_closep) struct xc_postings *postings = NULL;
    cleanup(buffer_free) struct xc_buffer buffer = {0};
    struct xc_term name;
    struct xc_posting posting;
    uint32_t number = 7, *positions;
    uint64_t occurrences = 7;
    size_t n_positions;
    assert_int_equal(xc_database_term_exists(database, big, &error), 0);
    assert_works(xc_database_term_frequency(database, big, &number, &error));
    assert_int_equal(number, 0);
    assert_works(xc_database_collection_frequency(database, big, &occurrences, &error));
    assert_int_equal(occurrences, 0);
    assert_int_equal(xc_database_find(database, big, &number, &error), 0);
    assert_int_equal(xc_database_metadata(database, big, &buffer, &error), 0);
    assert_fails(xc_database_metadata(database, xc_text_of(""), &buffer, &error), XC_ARGUMENT);
    assert_int_equal(xc_database_suggestion(database, big, 2, &buffer, &error), 0);
    assert_works(xc_terms_open(database, big, &terms, &error));
    assert_int_equal(xc_terms_next(terms, &name, &error), 0);
    assert_works(xc_postings_open(database, big, &postings, &error));
    assert_int_equal(xc_postings_next(postings, &posting, &error), 0);
    assert_works(xc_database_positions(database, 1, big, &positions, &n_positions, &error));
    assert_int_equal(n_positions, 0);
}

/* The names of a row, with spaces between. */
static const char *names_of(struct xc_terms *terms)
{
    static char names[2000];
    struct xc_error error;
    struct xc_term name;
    size_t size = 0;
    int more;
    names[0] = '\0';
    while ((more = assert_works(xc_terms_next(terms, &name, &error))) == 1)
        size += (size_t)snprintf(names + size, sizeof names - size, "%s%.*s", size > 0 ? " " : "",
                                 (int)name.name.size, name.name.bytes);
    assert_int_equal(xc_terms_next(terms, &name, &error), 0);
    xc_terms_close(terms);
    return names;
}

static void test_rows_of_terms(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 4, "a");
    struct xc_writer *writer;
    assert_works(xc_writer_open(fixture->path, XC_OPEN, &writer, &error));
    assert_works(xc_writer_begin(writer, &error));
    assert_works(xc_writer_set_metadata(writer, xc_text_of("list-b"), xc_text_of("2"), &error));
    assert_works(xc_writer_set_metadata(writer, xc_text_of("list-a"), xc_text_of("1"), &error));
    assert_works(xc_writer_set_metadata(writer, xc_text_of("other"), xc_text_of("3"), &error));
    assert_works(xc_writer_add_synonym(writer, xc_text_of("미세조정"), xc_text_of("파인튜닝"), &error));
    assert_works(xc_writer_add_synonym(writer, xc_text_of("미세조정"), xc_text_of("微调"), &error));
    assert_works(xc_writer_add_synonym(writer, xc_text_of("seek"), xc_text_of("search"), &error));
    assert_works(xc_writer_add_spelling(writer, xc_text_of("searching"), 5, &error));
    assert_works(xc_writer_add_spelling(writer, xc_text_of("검색엔진"), 2, &error));
    assert_works(xc_writer_commit(writer, &error));
    assert_works(xc_writer_close(writer, &error));

    cleanup(xc_database_closep) struct xc_database *database = fixture_open(fixture->path);
    struct xc_terms *terms;
    assert_works(xc_terms_open(database, xc_text_of(""), &terms, &error));
    assert_string_equal(names_of(terms), "Q1 Q2 Q3 Q4 by3 common even odd");
    assert_works(xc_terms_open(database, xc_text_of("Q"), &terms, &error));
    assert_string_equal(names_of(terms), "Q1 Q2 Q3 Q4");
    assert_works(xc_terms_open(database, xc_text_of("Z"), &terms, &error));
    assert_string_equal(names_of(terms), "");
    assert_works(xc_terms_of_document(database, 3, &terms, &error));
    assert_string_equal(names_of(terms), "Q3 by3 common odd");
    assert_works(xc_terms_of_metadata(database, xc_text_of("list-"), &terms, &error));
    assert_string_equal(names_of(terms), "list-a list-b");
    assert_works(xc_terms_of_synonyms(database, xc_text_of("미세조정"), &terms, &error));
    assert_string_equal(names_of(terms), "微调 파인튜닝");
    assert_works(xc_terms_with_synonyms(database, xc_text_of(""), &terms, &error));
    assert_string_equal(names_of(terms), "seek 미세조정");
    assert_works(xc_terms_of_spellings(database, &terms, &error));
    assert_string_equal(names_of(terms), "searching 검색엔진");

    struct xc_term name;
    assert_works(xc_terms_open(database, xc_text_of("by"), &terms, &error));
    assert_int_equal(xc_terms_next(terms, &name, &error), 1);
    assert_int_equal(name.documents, 1);
    assert_int_equal(name.wdf, 0);
    xc_terms_close(terms);
    assert_works(xc_terms_of_spellings(database, &terms, &error));
    assert_int_equal(xc_terms_next(terms, &name, &error), 1);
    assert_int_equal(name.documents, 5);
    xc_terms_close(terms);
    assert_works(xc_terms_of_document(database, 3, &terms, &error));
    assert_works(xc_terms_skip(terms, xc_text_of("by3"), &error));
    assert_int_equal(xc_terms_next(terms, &name, &error), 1);
    assert_int_equal(name.wdf, 2);
    xc_terms_close(terms);
    assert_fails(xc_terms_of_document(database, 99, &terms, &error), XC_NOT_FOUND);
}

static void test_skipping_goes_forward_only(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 9, "a");
    struct xc_writer *writer;
    assert_works(xc_writer_open(fixture->path, XC_OPEN, &writer, &error));
    assert_works(xc_writer_begin(writer, &error));
    for (char digit = '1'; digit <= '9'; digit++) {
        char word[] = {'Q', digit, '\0'};
        assert_works(xc_writer_set_metadata(writer, xc_text_of(word), xc_text_of("x"), &error));
        assert_works(xc_writer_add_synonym(writer, xc_text_of("all"), xc_text_of(word), &error));
        assert_works(xc_writer_add_synonym(writer, xc_text_of(word), xc_text_of("all"), &error));
        assert_works(xc_writer_add_spelling(writer, xc_text_of(word), 1, &error));
    }
    assert_works(xc_writer_commit(writer, &error));
    assert_works(xc_writer_close(writer, &error));
    cleanup(xc_database_closep) struct xc_database *database = fixture_open(fixture->path);
    for (int kind = 0; kind < 5; kind++) {
        struct xc_terms *terms = NULL;
        struct xc_term name;
        if (kind == 0)
            assert_works(xc_terms_open(database, xc_text_of("Q"), &terms, &error));
        else if (kind == 1)
            assert_works(xc_terms_of_metadata(database, xc_text_of(""), &terms, &error));
        else if (kind == 2)
            assert_works(xc_terms_of_synonyms(database, xc_text_of("all"), &terms, &error));
        else if (kind == 3)
            assert_works(xc_terms_with_synonyms(database, xc_text_of("Q"), &terms, &error));
        else
            assert_works(xc_terms_of_spellings(database, &terms, &error));
        assert_works(xc_terms_skip(terms, xc_text_of("Q20"), &error));
        assert_int_equal(xc_terms_next(terms, &name, &error), 1);
        assert_xc_text(name.name, "Q3");
        assert_works(xc_terms_skip(terms, xc_text_of("Q1"), &error));
        assert_int_equal(xc_terms_next(terms, &name, &error), 1);
        assert_xc_text(name.name, "Q4");
        assert_works(xc_terms_skip(terms, xc_text_of("Q9"), &error));
        assert_int_equal(xc_terms_next(terms, &name, &error), 1);
        assert_xc_text(name.name, "Q9");
        assert_int_equal(xc_terms_next(terms, &name, &error), 0);
        assert_works(xc_terms_skip(terms, xc_text_of("Q1"), &error));
        assert_int_equal(xc_terms_next(terms, &name, &error), 0);
        xc_terms_close(terms);
    }
}

static void test_documents_of_a_term(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 30, "a");
    cleanup(xc_database_closep) struct xc_database *database = fixture_open(fixture->path);
    cleanup(xc_postings_closep) struct xc_postings *postings = NULL, *all = NULL;
    struct xc_posting posting;
    assert_works(xc_postings_open(database, xc_text_of("by3"), &postings, &error));
    for (uint32_t id = 3; id <= 9; id += 3) {
        assert_int_equal(xc_postings_next(postings, &posting, &error), 1);
        assert_int_equal(posting.id, id);
        assert_int_equal(posting.wdf, 2);
        assert_int_equal(posting.document_length, 4);
    }
    assert_works(xc_postings_skip(postings, 22, &error));
    assert_int_equal(xc_postings_next(postings, &posting, &error), 1);
    assert_int_equal(posting.id, 24);
    assert_works(xc_postings_skip(postings, 24, &error));
    assert_int_equal(xc_postings_next(postings, &posting, &error), 1);
    assert_int_equal(posting.id, 27);
    assert_works(xc_postings_skip(postings, 31, &error));
    assert_int_equal(xc_postings_next(postings, &posting, &error), 0);
    assert_int_equal(xc_postings_next(postings, &posting, &error), 0);
    unsigned count = 0;
    assert_works(xc_postings_open(database, xc_text_of(""), &all, &error));
    while (assert_works(xc_postings_next(all, &posting, &error)) == 1)
        count++;
    assert_int_equal(count, 30);
}

static void test_suggestions_are_near_words(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    struct xc_writer *writer;
    assert_works(xc_writer_open(fixture->path, XC_CREATE, &writer, &error));
    assert_works(xc_writer_begin(writer, &error));
    assert_works(xc_writer_add_spelling(writer, xc_text_of("transformer"), 3, &error));
    assert_works(xc_writer_add_spelling(writer, xc_text_of("transformers"), 9, &error));
    assert_works(xc_writer_add_spelling(writer, xc_text_of("gone"), 2, &error));
    assert_works(xc_writer_remove_spelling(writer, xc_text_of("gone"), 2, &error));
    assert_works(xc_writer_add_synonym(writer, xc_text_of("a"), xc_text_of("b"), &error));
    assert_works(xc_writer_remove_synonyms(writer, xc_text_of("a"), &error));
    assert_works(xc_writer_commit(writer, &error));
    assert_works(xc_writer_close(writer, &error));
    cleanup(xc_database_closep) struct xc_database *database = fixture_open(fixture->path);
    cleanup(buffer_free) struct xc_buffer buffer = {0};
    assert_int_equal(xc_database_suggestion(database, xc_text_of("trasnformer"), 2, &buffer, &error), 1);
    assert_xc_text(buffer, "transformer");
    assert_int_equal(xc_database_suggestion(database, xc_text_of("transformers"), 2, &buffer, &error), 0);
    assert_int_equal(xc_database_suggestion(database, xc_text_of("transformer"), 2, &buffer, &error), 1);
    assert_xc_text(buffer, "transformers");
    assert_int_equal(xc_database_suggestion(database, xc_text_of("gnoe"), 2, &buffer, &error), 0);
    assert_int_equal(xc_database_suggestion(database, xc_text_of(""), 2, &buffer, &error), 0);
    assert_fails(xc_database_suggestion(database, xc_text_of("word"), 0, &buffer, &error), XC_ARGUMENT);
    assert_fails(xc_database_suggestion(database, xc_text_of("word"), 4, &buffer, &error), XC_ARGUMENT);
    struct xc_terms *terms;
    assert_works(xc_terms_of_synonyms(database, xc_text_of("a"), &terms, &error));
    assert_string_equal(names_of(terms), "");
}

static void test_handles_may_be_closed_in_any_order(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 20, "a");
    struct xc_database *database = fixture_open(fixture->path);
    cleanup(xc_document_freep) struct xc_document *document = NULL;
    cleanup(xc_terms_closep) struct xc_terms *terms = NULL, *matching = NULL;
    cleanup(xc_postings_closep) struct xc_postings *postings = NULL;
    cleanup(buffer_free) struct xc_buffer buffer = {0};
    struct xc_query *query = term("common");
    struct xc_search *search;
    struct xc_matches *matches;
    struct xc_match match;
    struct xc_term name;
    struct xc_posting posting;
    assert_works(xc_database_document(database, 2, &document, &error));
    assert_works(xc_terms_open(database, xc_text_of("Q"), &terms, &error));
    assert_works(xc_postings_open(database, xc_text_of("odd"), &postings, &error));
    assert_works(xc_search_new(database, &search, &error));
    xc_database_close(database);
    assert_works(xc_search_set_query(search, query, &error));
    xc_query_free(query);
    assert_works(xc_search_run(search, 0, 5, 0, XC_FETCH_NONE, &matches, &error));
    xc_search_free(search);
    assert_works(xc_match_terms(matches, 0, &matching, &error));
    assert_works(xc_match_data(matches, 0, &buffer, &error));
    assert_int_equal(xc_matches_next(matches, &match, &error), 1);
    xc_matches_close(matches);
    assert_int_equal(xc_terms_next(matching, &name, &error), 1);
    assert_xc_text(name.name, "common");
    assert_int_equal(xc_terms_next(terms, &name, &error), 1);
    assert_int_equal(xc_postings_next(postings, &posting, &error), 1);
    assert_works(xc_document_data(document, &buffer, &error));
    assert_true(text_starts_with(text_of(buffer.bytes), TEXT("document 2 ")));
}

/* ---- reopening ---- */

static void test_reopening_says_whether_it_moved(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 2, "a");
    cleanup(xc_database_closep) struct xc_database *database = fixture_open(fixture->path);
    struct xc_statistics before, after;
    uint32_t count;
    assert_works(xc_database_statistics(database, &before, &error));
    assert_int_equal(xc_database_reopen(database, &error), 0);
    fixture_write(fixture->path, 3, 5, "a");
    assert_works(xc_database_count(database, &count, &error));
    assert_int_equal(count, 2);
    assert_int_equal(xc_database_reopen(database, &error), 1);
    assert_works(xc_database_statistics(database, &after, &error));
    assert_int_equal(after.documents, 5);
    assert_true(after.revision > before.revision);
    assert_string_equal(after.uuid, before.uuid);
}

static void swap_folders(const char *path, const char *other)
{
    char aside[PATH_MAX + 64];
    snprintf(aside, sizeof aside, "%s.old", path);
    assert_int_equal(rename(path, aside), 0);
    assert_int_equal(rename(other, path), 0);
}

static void test_reopening_follows_a_folder_that_was_swapped(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    char full_b[PATH_MAX + 32], compact_a[PATH_MAX + 32], compact_b[PATH_MAX + 32];
    snprintf(full_b, sizeof full_b, "%s-b", fixture->path);
    snprintf(compact_a, sizeof compact_a, "%s-compact-a", fixture->path);
    snprintf(compact_b, sizeof compact_b, "%s-compact-b", fixture->path);
    fixture_write(fixture->path, 1, 10, "a");
    fixture_write(full_b, 1, 20, "b");
    assert_works(xc_compact(fixture->path, compact_a, &error));
    assert_works(xc_compact(full_b, compact_b, &error));

    cleanup(xc_database_closep) struct xc_database *database = fixture_open(compact_a);
    struct xc_statistics a, b;
    assert_works(xc_database_statistics(database, &a, &error));
    swap_folders(compact_a, compact_b);
    assert_int_equal(xc_database_reopen(database, &error), 1);
    assert_works(xc_database_statistics(database, &b, &error));
    assert_int_equal(a.revision, b.revision); /* what Xapian's own reopen() would have looked at */
    assert_int_equal(a.documents, 10);
    assert_int_equal(b.documents, 20);
    assert_int_equal(xc_database_reopen(database, &error), 0);
    assert_int_equal(rename(compact_a, compact_b), 0);
    assert_fails(xc_database_reopen(database, &error), XC_NOT_FOUND);
}

static void test_compaction_keeps_all_and_refuses_what_is_there(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    char to[PATH_MAX + 32];
    snprintf(to, sizeof to, "%s-compact", fixture->path);
    cleanup(buffer_free) struct xc_buffer report = {0};
    assert_fails(xc_compact(fixture->path, to, &error), XC_NOT_FOUND);
    fixture_write(fixture->path, 5, 300, "a");
    assert_works(xc_compact(fixture->path, to, &error));
    assert_fails(xc_compact(fixture->path, to, &error), XC_ARGUMENT);
    assert_int_equal(fixture_count(to), 296);
    assert_int_equal(xc_check(to, &report, &error), 0);
    cleanup(xc_database_closep) struct xc_database *before = fixture_open(fixture->path);
    cleanup(xc_database_closep) struct xc_database *after = fixture_open(to);
    uint32_t id_before, id_after;
    assert_int_equal(xc_database_find(before, xc_text_of("Q77"), &id_before, &error), 1);
    assert_int_equal(xc_database_find(after, xc_text_of("Q77"), &id_after, &error), 1);
    assert_int_equal(id_before, id_after);
}

/* ---- what is not an index ---- */

static void test_what_is_not_an_index_is_not_found(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    struct xc_database *database = NULL;
    cleanup(buffer_free) struct xc_buffer report = {0};
    assert_fails(xc_database_open(fixture->path, &database, &error), XC_NOT_FOUND);
    assert_fails(xc_database_open("", &database, &error), XC_NOT_FOUND);
    assert_fails(xc_database_open("/dev/null", &database, &error), XC_NOT_FOUND);
    assert_fails(xc_database_open(fixture->folder, &database, &error), XC_NOT_FOUND);
    assert_fails(xc_check(fixture->path, &report, &error), XC_NOT_FOUND);
    assert_null(database);
}

static void test_a_stub_file_runs_nothing(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    struct xc_database *database = NULL;
    struct xc_writer *writer = NULL;
    cleanup(buffer_free) struct xc_buffer report = {0};
    char stub[PATH_MAX + 32], proof[PATH_MAX + 32];
    snprintf(stub, sizeof stub, "%s/XAPIANDB", fixture->path);
    snprintf(proof, sizeof proof, "%s/proof", fixture->folder);
    assert_int_equal(mkdir(fixture->path, 0700), 0);
    for (int inside = 0; inside < 2; inside++) {
        const char *path = inside ? fixture->path : stub;
        FILE *file = fopen(stub, "w");
        fprintf(file, "remote :touch %s\n", proof);
        assert_int_equal(fclose(file), 0);
        assert_fails(xc_database_open(path, &database, &error), XC_NOT_FOUND);
        assert_fails(xc_writer_open(path, XC_OPEN, &writer, &error), XC_NOT_FOUND);
        assert_fails(xc_check(path, &report, &error), XC_NOT_FOUND);
        assert_int_equal(access(proof, F_OK), -1);
    }
    assert_fails(xc_writer_open(stub, XC_CREATE, &writer, &error), XC_SYSTEM); /* a file, not a folder */
    assert_int_equal(access(proof, F_OK), -1);
}

static void test_another_format_is_a_version(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    struct xc_database *database = NULL;
    struct xc_writer *writer = NULL;
    fixture_write(fixture->path, 1, 1, "a");
    file_overwrite(fixture->path, "iamglass", 14, "\x01\x02", 2); /* behind the 14 bytes of magic */
    assert_fails(xc_database_open(fixture->path, &database, &error), XC_VERSION);
    assert_fails(xc_writer_open(fixture->path, XC_OPEN, &writer, &error), XC_VERSION);
}

/* ---- damage ---- */

static void test_a_damaged_index_is_corrupt(void **state)
{
    const struct {
        const char *file;
        enum { CUT, ZERO, REMOVE } how;
    } cases[] = {
        {"iamglass", ZERO},      {"iamglass", CUT},        {"postlist.glass", REMOVE},
        {"postlist.glass", CUT}, {"postlist.glass", ZERO}, {"docdata.glass", ZERO},
        {"docdata.glass", CUT},
    };
    const struct fixture *fixture = *state;
    static const char zeros[1 << 20];
    struct xc_error error;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[PATH_MAX + 64], file[PATH_MAX + 128];
        snprintf(path, sizeof path, "%s-%zu", fixture->path, i);
        snprintf(file, sizeof file, "%s/%s", path, cases[i].file);
        fixture_write(path, 1, 200, "a");
        if (cases[i].how == CUT)
            file_truncate(path, cases[i].file, 20);
        else if (cases[i].how == ZERO)
            file_overwrite(path, cases[i].file, 0, zeros, (size_t)file_size(path, cases[i].file));
        else
            assert_int_equal(unlink(file), 0);

        struct xc_database *database = NULL;
        struct xc_document *document = NULL;
        struct xc_buffer buffer = {0};
        int result = xc_database_open(path, &database, &error);
        if (result == 0)
            result = xc_database_document(database, 150, &document, &error);
        if (result == 0)
            result = xc_document_data(document, &buffer, &error);
        assert_fails(result, XC_CORRUPT);
        xc_document_free(document);
        xc_database_close(database);
        if (strcmp(cases[i].file, "iamglass") != 0) {
            assert_int_equal(xc_check(path, &buffer, &error), 1);
            assert_true(buffer.size > 0);
        }
        xc_buffer_clear(&buffer);
    }
}

RUN_TESTS(with_folder(test_figures_of_an_index), with_folder(test_an_empty_index_can_be_read),
          with_folder(test_terms_over_the_limits_are_nowhere), with_folder(test_rows_of_terms),
          with_folder(test_skipping_goes_forward_only), with_folder(test_documents_of_a_term),
          with_folder(test_suggestions_are_near_words), with_folder(test_handles_may_be_closed_in_any_order),
          with_folder(test_reopening_says_whether_it_moved),
          with_folder(test_reopening_follows_a_folder_that_was_swapped),
          with_folder(test_compaction_keeps_all_and_refuses_what_is_there),
          with_folder(test_what_is_not_an_index_is_not_found), with_folder(test_a_stub_file_runs_nothing),
          with_folder(test_another_format_is_a_version), with_folder(test_a_damaged_index_is_corrupt))
