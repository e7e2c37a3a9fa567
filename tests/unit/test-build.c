/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/library.h"

#include "indexer/index-folder.h"
#include "indexer/seal.h"

#include <sys/wait.h>
#include <time.h>

#define PYTORCH "https://pytorch.org/docs/"

static void check_counts(size_t added, size_t updated, size_t removed, size_t unchanged, size_t skipped)
{
    const struct build_report *report = &library.report;
    if (report->files_added != added || report->files_updated != updated ||
        report->files_removed != removed || report->files_unchanged != unchanged ||
        report->files_skipped != skipped)
        fail_msg("added %zu, updated %zu, removed %zu, unchanged %zu, skipped %zu\n%s", report->files_added,
                 report->files_updated, report->files_removed, report->files_unchanged, report->files_skipped,
                 buffer_text(&library.problems).bytes);
}

/* So old that its times prove that it is unchanged. */
static void age(const char *path, int seconds)
{
    struct timespec times[2] = {{.tv_sec = time(NULL) - seconds}, {.tv_sec = time(NULL) - seconds}};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void write_old(const char *path, const char *text)
{
    scratch_write(path, text);
    age(path, 100);
}

static void write_three(void)
{
    write_old("docs/a.md", "# 자동 미분\n\n텐서의 기울기를 구한다.\n");
    write_old("docs/b.md", "# 深度学习\n\n神经网络的训练方法。\n");
    write_old("docs/c.md", "# Attention\n\nThe transformer reads all words at once.\n");
}

static uint64_t generation(void)
{
    struct index_reader reader;
    assert_int_equal(index_reader_open("i", &library.arena, &reader, &library.error), 0);
    index_reader_close(&reader);
    return reader.state.generation;
}

static int seal(void)
{
    struct index_reader reader;
    assert_int_equal(index_reader_open("i", &library.arena, &reader, &library.error), 0);
    int result = seal_check("i", reader.name, &library.error);
    index_reader_close(&reader);
    return result;
}

/* ---- one run after another ---- */

static void test_a_first_run_indexes_everything(void **state)
{
    (void)state;
    write_three();
    library_build();
    check_counts(3, 0, 0, 0, 0);
    assert_int_equal(library.report.units_total, 3);
    assert_int_equal(library.report.n_sections, 3);
    assert_int_equal(library.report.generation, 1);
    assert_int_equal(generation(), 1);
    assert_int_equal(seal(), 0);
    assert_found("기울기", "a");
    assert_found("神经网络", "b");
    assert_found("transformers", "c");
}

static void test_a_run_with_nothing_to_do_changes_nothing(void **state)
{
    (void)state;
    write_three();
    library_build();
    library_build();
    check_counts(0, 0, 0, 3, 0);
    assert_int_equal(generation(), 1);
    assert_int_equal(library.report.units_total, 3);
    assert_int_equal(library.report.bytes, 0);
}

static void test_files_are_added_changed_and_removed(void **state)
{
    (void)state;
    write_three();
    library_build();
    write_old("docs/d.md", "# 확률\n\n베이즈 정리와 사전 확률.\n");
    write_old("docs/a.md", "# 자동 미분\n\n역전파로 구한다.\n");
    scratch_remove("docs/b.md");
    library_build();
    check_counts(1, 1, 1, 1, 0);
    assert_int_equal(library.report.units_total, 3);
    assert_found("베이즈", "d");
    assert_found("역전파", "a");
    assert_found("기울기", "-");
    assert_found("神经网络", "-");
    assert_int_equal(seal(), 0);
}

static void append_section(struct buffer *text, const char *heading, const char *word)
{
    buffer_printf(text, "\n## %s\n\n%s 이야기\n", heading, word);
    for (int i = 0; i < 200; i++)
        buffer_append_string(text, "긴 글을 채우는 말이다.\n");
}

static void test_a_section_that_is_gone_from_a_file_is_gone(void **state)
{
    struct buffer text;
    (void)state;
    buffer_init(&text, 1 << 20);
    buffer_append_string(&text, "# 문서\n\n머리말\n");
    append_section(&text, "첫 절", "사과");
    size_t size = text.size;
    append_section(&text, "다음 절", "포도");
    append_section(&text, "끝 절", "수박");
    write_old("docs/a.md", text.bytes);
    library_build();
    assert_found("포도", "a.md#다음-절");
    buffer_truncate(&text, size);
    write_old("docs/a.md", text.bytes);
    library_build();
    assert_found("포도", "-");
    assert_found("수박", "-");
    assert_found("사과", "a");
    buffer_clear(&text);
}

static void test_the_same_bytes_with_other_times_are_not_taken_apart_again(void **state)
{
    (void)state;
    write_three();
    library_build();
    age("docs/a.md", 50);
    library_build();
    check_counts(0, 0, 0, 3, 0);
    assert_int_equal(library.report.n_sections, 0);
    assert_int_equal(generation(), 2); /* its new times are kept */
    library_build();
    assert_int_equal(generation(), 2);
    assert_found("기울기", "a");
}

static void test_a_file_written_just_now_is_read_again(void **state)
{
    (void)state;
    scratch_write("docs/a.md", "# 사과\n\n하나\n");
    library_build();
    struct stat before;
    assert_int_equal(stat("docs/a.md", &before), 0);
    scratch_write("docs/a.md", "# 사과\n\n두울\n"); /* the same size */
    struct timespec times[2] = {before.st_atim, before.st_mtim};
    assert_int_equal(utimensat(AT_FDCWD, "docs/a.md", times, 0), 0);
    library_build();
    assert_found("하나", "-");
    assert_found("두울", "a");
}

static void test_a_renamed_file_keeps_its_units_under_the_new_name(void **state)
{
    (void)state;
    write_three();
    library_build();
    assert_int_equal(rename("docs/a.md", "docs/z.md"), 0);
    library_build();
    check_counts(1, 0, 1, 2, 0);
    assert_found("기울기", "z");
    assert_int_equal(library.report.units_total, 3);
}

static void test_a_folder_of_nothing_makes_an_index_of_nothing(void **state)
{
    (void)state;
    assert_int_equal(mkdir("docs", 0755), 0);
    library_build();
    check_counts(0, 0, 0, 0, 0);
    assert_int_equal(library.report.units_total, 0);
    assert_found("아무것도", "-");
    assert_int_equal(seal(), 0);
    assert_int_equal(generation(), 1);
    library_build();
    assert_int_equal(generation(), 1);
}

static void test_a_draft_is_known_and_has_no_units(void **state)
{
    (void)state;
    write_old("docs/a.md", "---\ndraft: true\n---\n# 비밀\n\n초고\n");
    library_build();
    check_counts(1, 0, 0, 0, 0);
    assert_found("초고", "-");
    write_old("docs/a.md", "---\ndraft: false\n---\n# 공개\n\n초고\n");
    library_build();
    assert_found("초고", "a");
    write_old("docs/a.md", "---\ndraft: true\n---\n# 비밀\n\n초고\n");
    library_build();
    assert_found("초고", "-");
    assert_int_equal(library.report.units_total, 0);
}

/* ---- entries in several files ---- */

static void test_a_link_in_several_files_is_one_entry_until_the_last_is_gone(void **state)
{
    (void)state;
    write_old("docs/a.md",
              "# 도구\n\n- [파이토치 문서](" PYTORCH ") – 텐서 연산\n- [다른 링크](https://a.kr/) – 덤\n");
    write_old("docs/b.md", "# 工具\n\n- [PyTorch 文档](" PYTORCH
                           "?utm_source=x) – 张量运算\n- [另一个](https://b.cn/) – 其他\n");
    library_build();
    struct search_request request = library_request("kind:entry 파이토치");
    struct answer answer = library_ask(&request);
    assert_int_equal(answer.n_hits, 1);
    assert_int_equal(answer.hits[0].n_places, 2);
    assert_found("kind:entry 张量", "link:pytorch.org/docs");
    write_old("docs/a.md", "# 도구\n\n- [다른 링크](https://a.kr/) – 덤\n");
    library_build();
    assert_found("kind:entry 파이토치", "-");
    assert_found("kind:entry 텐서", "-");
    assert_found("kind:entry 张量", "link:pytorch.org/docs");
    scratch_remove("docs/b.md");
    library_build();
    assert_found("kind:entry 张量", "-");
    assert_found("kind:entry", "link:a.kr");
}

static void test_a_removed_catalog_takes_its_tags_with_it(void **state)
{
    (void)state;
    write_old("docs/a.yaml",
              "- {title: 파이토치, url: '" PYTORCH "', tags: [framework, 낡음], date: 2021-02-03}\n");
    write_old("docs/b.yaml", "- {title: PyTorch, url: '" PYTORCH "', tags: [Framework, tensor]}\n");
    library_build();
    assert_found("tag:낡음", "link:pytorch.org/docs");
    assert_found("tag:tensor before:2022", "link:pytorch.org/docs");
    scratch_remove("docs/a.yaml");
    library_build();
    assert_found("tag:낡음", "-");
    assert_found("tag:framework", "link:pytorch.org/docs");
    assert_found("tag:tensor before:2022", "-");
}

/* ---- what cannot be read ---- */

static void test_a_root_that_cannot_be_read_forgets_nothing(void **state)
{
    static const char *const roots[] = {"docs", "more"};
    struct build_options options = library_options();
    (void)state;
    write_three();
    write_old("more/m.md", "# 더\n\n덤으로\n");
    options.roots = roots;
    options.n_roots = 2;
    library_build_with(&options);
    assert_int_equal(rename("docs", "docs.away"), 0);
    scratch_remove("more/m.md");
    library_build_with(&options);
    check_counts(0, 0, 1, 0, 1);
    assert_found("기울기", "a");
    assert_found("덤으로", "-");
    scratch_write("docs", "a file where the folder was");
    library_build_with(&options);
    assert_found("기울기", "a");
    scratch_remove("docs");
    assert_int_equal(symlink("docs", "docs"), 0); /* a circle */
    library_build_with(&options);
    assert_found("기울기", "a");
    assert_int_equal(library.report.files_removed, 0);
}

static void test_no_root_at_all_is_an_error_and_forgets_nothing(void **state)
{
    struct build_options options = library_options();
    (void)state;
    write_three();
    library_build();
    assert_int_equal(rename("docs", "docs.away"), 0);
    assert_int_equal(library_try(&options), -1);
    assert_found("기울기", "a");
    options.rebuild = true;
    assert_int_equal(library_try(&options), -1);
    assert_found("기울기", "a");
}

static void test_other_roots_are_left_alone(void **state)
{
    static const char *const more[] = {"./more//"};
    struct build_options options = library_options();
    (void)state;
    write_three();
    library_build();
    write_old("more/m.md", "# 더\n\n덤으로\n");
    options.roots = more;
    library_build_with(&options);
    check_counts(1, 0, 0, 0, 0);
    assert_int_equal(library.report.units_total, 4);
    assert_found("기울기", "a");
    assert_found("덤으로", "more/m");
}

static void test_a_file_that_is_no_text_any_more_loses_its_units(void **state)
{
    (void)state;
    write_three();
    library_build();
    scratch_write_text("docs/a.md", TEXT("\0\1\2\0binary"));
    library_build();
    check_counts(0, 0, 0, 2, 1);
    assert_text(buffer_text(&library.problems), "docs/a.md: not text: a NUL after 0 bytes\n");
    assert_found("기울기", "-");
    uint64_t before = generation();
    library_build(); /* told again, but there is nothing to write */
    check_counts(0, 0, 0, 2, 1);
    assert_int_equal(generation(), before);
    write_old("docs/a.md", "# 돌아온 글\n\n기울기\n");
    library_build();
    assert_found("기울기", "a");
}

static void test_a_file_replaced_by_a_fifo_or_a_link_is_removed(void **state)
{
    (void)state;
    write_three();
    library_build();
    scratch_remove("docs/a.md");
    scratch_remove("docs/b.md");
    assert_int_equal(mkfifo("docs/a.md", 0644), 0);
    assert_int_equal(symlink("c.md", "docs/b.md"), 0);
    library_build();
    check_counts(0, 0, 2, 1, 1);
    assert_found("기울기", "-");
}

static void test_problems_of_a_file_that_is_taken_are_warnings(void **state)
{
    (void)state;
    write_old("docs/a.md", "---\ntitle: [\n---\n# 글\n\n본문이다\n");
    library_build();
    check_counts(1, 0, 0, 0, 0);
    assert_true(library.report.n_warnings > 0);
    assert_true(text_starts_with(buffer_text(&library.problems), TEXT("docs/a.md: ")));
    assert_found("본문", "a");
}

/* ---- settings ---- */

static void test_other_settings_take_every_file_apart_again(void **state)
{
    struct build_options options = library_options();
    (void)state;
    write_old("docs/a.md", "人工智能\n");
    write_old("docs/b.md", "# Attention\n\nwords\n");
    library_build();
    options.language = LANGUAGE_KO;
    library_build_with(&options);
    check_counts(0, 2, 0, 0, 0);
    library_build_with(&options);
    check_counts(0, 0, 0, 2, 0);
}

static void test_a_run_that_is_stopped_under_new_settings_is_finished_by_the_next(void **state)
{
    struct build_options options = library_options();
    (void)state;
    write_three();
    library_build();
    options.language = LANGUAGE_KO;
    options.n_jobs = 1;
    library.stop_after = 1;
    library_build_with(&options);
    assert_true(library.report.was_stopped);
    check_counts(0, 1, 0, 0, 0);
    library.stop_after = 0;
    library_build_with(&options);
    check_counts(0, 2, 0, 1, 0);
}

/* ---- stopping and killing ---- */

static void test_a_stopped_run_keeps_what_it_did(void **state)
{
    struct build_options options = library_options();
    (void)state;
    write_three();
    library.stop_after = 2;
    library_build_with(&options);
    assert_true(library.report.was_stopped);
    assert_int_equal(library.report.units_total, 2);
    assert_found("기울기", "a");
    assert_found("transformer", "-");
    library.stop_after = 0;
    library_build();
    check_counts(1, 0, 0, 2, 0);
    assert_found("transformer", "c");
}

static void test_a_killed_run_leaves_the_last_commit(void **state)
{
    int status;
    (void)state;
    write_three();
    library_build();
    for (int i = 0; i < 300; i++)
        write_old(arena_printf(&library.arena, "docs/n%d.md", i).bytes, "# 새 글\n\n새로운 낱말이다\n");
    for (int round = 0; round < 5; round++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            struct build_options options = library_options();
            _exit(library_try(&options) < 0);
        }
        usleep((unsigned)round * 15000);
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_found("기울기", "a");
        uint64_t now = generation();
        assert_true(now == 1 || now == 2);
    }
    library_build();
    assert_int_equal(library.report.units_total, 303);
    assert_int_equal(seal(), 0);
}

/* ---- rebuilding ---- */

static void test_a_rebuild_forgets_what_is_there(void **state)
{
    struct build_options options = library_options();
    struct text name;
    (void)state;
    write_three();
    library_build();
    scratch_remove("docs/a.md");
    options.rebuild = true;
    library_build_with(&options);
    check_counts(2, 0, 0, 0, 0);
    assert_int_equal(library.report.units_total, 2);
    assert_int_equal(library.report.generation, 2);
    assert_found("기울기", "-");
    assert_int_equal(seal(), 0);
    assert_int_equal(index_current("i", &library.arena, &name, &library.error), 0);
    assert_text(name, "glass.2");
    assert_false(scratch_is_there("i/glass.1"));
    library_build();
    check_counts(0, 0, 0, 2, 0);
}

static void test_a_stopped_rebuild_keeps_the_old_index(void **state)
{
    struct build_options options = library_options();
    (void)state;
    write_three();
    library_build();
    write_old("docs/a.md", "# 새 글\n\n새로운 낱말\n");
    options.rebuild = true;
    library.stop_after = 1;
    library_build_with(&options);
    assert_true(library.report.was_stopped);
    assert_int_equal(library.report.units_total, 3);
    assert_int_equal(library.report.generation, 1);
    assert_found("기울기", "a");
    assert_found("새로운", "-");
    assert_false(scratch_is_there("i/glass.2"));
    assert_int_equal(seal(), 0);
}

static void test_a_rebuild_mends_whatever_is_broken(void **state)
{
    struct build_options options = library_options(), rebuild = library_options();
    (void)state;
    rebuild.rebuild = true;
    for (int broken = 0; broken < 5; broken++) {
        write_three();
        library_build();
        switch (broken) {
        case 0:
            scratch_write("i/CURRENT", "garbage");
            break;
        case 1:
            scratch_write("i/CURRENT", "");
            break;
        case 2:
            scratch_write("i/glass.1/iamglass", "no version");
            break;
        case 3:
            scratch_flip("i/glass.1/iamglass", 20);
            break;
        case 4:
            scratch_write("i/SEAL", "garbage");
            scratch_write("i/glass.1/postlist.glass", "");
            break;
        }
        if (broken < 3) {
            assert_int_equal(library_try(&options), -1);
            assert_true(library.error.code == ERROR_CORRUPT || library.error.code == ERROR_VERSION);
        }
        library_build_with(&rebuild);
        assert_found("기울기", "a");
        assert_int_equal(seal(), 0);
        scratch_remove("i");
    }
}

static void test_an_index_without_its_current_is_made_anew(void **state)
{
    (void)state;
    write_three();
    library_build();
    scratch_remove("i/CURRENT");
    library_build();
    check_counts(3, 0, 0, 0, 0);
    assert_found("기울기", "a");
}

static void test_an_index_of_another_version_is_refused_with_the_way_out(void **state)
{
    struct build_options options = library_options();
    struct xc_writer *writer;
    struct xc_error xc_error;
    (void)state;
    write_three();
    library_build();
    assert_int_equal(xc_writer_open("i/glass.1", XC_OPEN, &writer, &xc_error), 0);
    assert_int_equal(xc_writer_begin(writer, &xc_error), 0);
    assert_int_equal(xc_writer_set_metadata(writer, xc_text_of("schema"), xc_text_of("0"), &xc_error), 0);
    assert_int_equal(xc_writer_commit(writer, &xc_error), 0);
    assert_int_equal(xc_writer_close(writer, &xc_error), 0);
    assert_int_equal(library_try(&options), -1);
    assert_int_equal(library.error.code, ERROR_VERSION);
    assert_non_null(strstr(library.error.message, "indexer --index i --rebuild"));
    options.rebuild = true;
    library_build_with(&options);
    assert_found("기울기", "a");
    assert_int_equal(library.report.generation, 2);
}

/* ---- the lock, dry runs ---- */

static void test_one_run_at_a_time(void **state)
{
    struct build_options options = library_options();
    struct index_lock *lock;
    (void)state;
    write_three();
    assert_int_equal(index_lock_take("i", &lock, &library.error), 0);
    assert_int_equal(library_try(&options), -1);
    assert_int_equal(library.error.code, ERROR_LOCKED);
    index_lock_release(lock);
    library_build();
}

static void note_plan(void *context, const struct plan *plan)
{
    *(size_t *)context = plan->n_changes;
}

static void test_a_dry_run_says_what_it_would_do_and_does_nothing(void **state)
{
    struct build_options options = library_options();
    size_t n_changes = 0;
    (void)state;
    write_three();
    options.dry_run = true;
    options.callbacks.planned = note_plan;
    options.callbacks.context = &n_changes;
    library_build_with(&options);
    assert_int_equal(n_changes, 3);
    assert_false(scratch_is_there("i"));
    library_build();
    scratch_remove("docs/a.md");
    library_build_with(&options);
    assert_int_equal(n_changes, 1);
    assert_found("기울기", "a");
}

/* ---- the same index, however it is made ---- */

static void write_many(int n)
{
    static const char *const words[] = {"자동", "미분",   "학습",     "深度",
                                        "模型", "tensor", "useState", "연구를"};
    uint64_t seed = 42;
    for (int i = 0; i < n; i++) {
        struct buffer text;
        buffer_init(&text, 1 << 20);
        buffer_printf(&text, "---\ntags: [t%d]\n---\n# 글 %d\n\n", i % 7, i);
        for (int k = 0; k < 30 + i % 50; k++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            buffer_printf(&text, "%s%s", words[(seed >> 33) % 8], k % 9 == 8 ? ".\n\n" : " ");
        }
        buffer_printf(&text, "\n\n- [이름 %d](https://a.kr/%d) – 글\n- [링크](https://b.kr/) – %d\n", i,
                      i % 20, i % 3);
        write_old(arena_printf(&library.arena, "docs/%d/%d.md", i % 5, i).bytes, text.bytes);
        buffer_clear(&text);
    }
}

/* Everything in the database: terms with their documents, and what is stored. */
static struct text dump(void)
{
    struct index_reader reader;
    struct xc_error xc_error;
    struct xc_terms *terms;
    struct xc_term term;
    struct xc_postings *postings;
    struct xc_posting posting;
    struct buffer out;
    buffer_init(&out, 1 << 28);
    assert_int_equal(index_reader_open("i", &library.arena, &reader, &library.error), 0);
    assert_int_equal(xc_terms_open(reader.database, (struct xc_text){"", 0}, &terms, &xc_error), 0);
    while (xc_terms_next(terms, &term, &xc_error) > 0) {
        buffer_printf(&out, "%.*s", (int)term.name.size, term.name.bytes);
        assert_int_equal(xc_postings_open(reader.database, term.name, &postings, &xc_error), 0);
        while (xc_postings_next(postings, &posting, &xc_error) > 0) {
            buffer_printf(&out, " %u:%u", posting.id, posting.wdf);
        }
        xc_postings_close(postings);
        buffer_append_byte(&out, '\n');
    }
    xc_terms_close(terms);
    assert_int_equal(xc_postings_open(reader.database, (struct xc_text){"", 0}, &postings, &xc_error), 0);
    while (xc_postings_next(postings, &posting, &xc_error) > 0) {
        struct xc_document *document;
        struct xc_buffer data = {0};
        assert_int_equal(xc_database_document(reader.database, posting.id, &document, &xc_error), 0);
        assert_int_equal(xc_document_data(document, &data, &xc_error), 0);
        buffer_append(&out, text_from(data.bytes, data.size));
        for (uint32_t slot = 0; slot < TERMS_N_SLOTS; slot++) {
            assert_int_equal(xc_document_value(document, slot, &data, &xc_error), 0);
            buffer_append(&out, text_from(data.size > 0 ? data.bytes : "", data.size));
        }
        xc_buffer_clear(&data);
        xc_document_free(document);
    }
    xc_postings_close(postings);
    index_reader_close(&reader);
    assert_false(out.overflowed);
    struct text copy = arena_copy(&library.arena, buffer_text(&out));
    buffer_clear(&out);
    return copy;
}

static void test_the_number_of_workers_does_not_show(void **state)
{
    struct build_options options = library_options();
    struct text first = {0};
    (void)state;
    write_many(120);
    for (unsigned n_jobs = 1; n_jobs <= 8; n_jobs *= 2) {
        options.n_jobs = n_jobs;
        library_build_with(&options);
        struct text now = dump();
        if (n_jobs == 1)
            first = now;
        assert_true(first.size > 10000 && text_equal(now, first));
        scratch_remove("i");
    }
}

static void test_changes_lead_to_the_units_that_a_rebuild_gives(void **state)
{
    struct build_options rebuild = library_options();
    static const char *const queries[] = {"자동 미분", "kind:entry",  "tag:t3",  "링크",
                                          "深度模型",  "path:docs/2", "usestate"};
    (void)state;
    write_many(80);
    library_build();
    for (int round = 0; round < 4; round++) {
        for (int i = round; i < 80; i += 7)
            scratch_remove(arena_printf(&library.arena, "docs/%d/%d.md", i % 5, i).bytes);
        library_build();
        write_many(80 - round);
        library_build();
    }
    const char *before[sizeof queries / sizeof *queries];
    uint32_t units_total = library.report.units_total;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        before[i] = library_find_sorted(queries[i]);
    rebuild.rebuild = true;
    library_build_with(&rebuild);
    assert_int_equal(library.report.units_total, units_total);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        assert_string_equal(library_find_sorted(queries[i]), before[i]);
}

static void test_a_batch_is_committed_by_the_bytes_that_went_in(void **state)
{
    struct buffer text;
    (void)state;
    buffer_init(&text, BUILD_BATCH_BYTES);
    buffer_append_string(&text, "# 글\n\n본문\n");
    while (text.size < BUILD_BATCH_BYTES / 4 + 1000)
        buffer_append_string(&text, "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n");
    for (int i = 0; i < 9; i++)
        write_old(arena_printf(&library.arena, "docs/%d.md", i).bytes, text.bytes);
    buffer_clear(&text);
    library_build();
    assert_int_equal(library.report.generation, 3); /* after the fourth, the eighth and the last */
    assert_int_equal(seal(), 0);
    scratch_remove("docs");
    assert_int_equal(mkdir("docs", 0755), 0);
    library_build();
    check_counts(0, 0, 9, 0, 0);
    assert_int_equal(library.report.generation, 6); /* removals are weighed as well */
    assert_int_equal(library.report.units_total, 0);
}

RUN_TESTS(LIBRARY_TEST(test_a_first_run_indexes_everything),
          LIBRARY_TEST(test_a_run_with_nothing_to_do_changes_nothing),
          LIBRARY_TEST(test_files_are_added_changed_and_removed),
          LIBRARY_TEST(test_a_section_that_is_gone_from_a_file_is_gone),
          LIBRARY_TEST(test_the_same_bytes_with_other_times_are_not_taken_apart_again),
          LIBRARY_TEST(test_a_file_written_just_now_is_read_again),
          LIBRARY_TEST(test_a_renamed_file_keeps_its_units_under_the_new_name),
          LIBRARY_TEST(test_a_folder_of_nothing_makes_an_index_of_nothing),
          LIBRARY_TEST(test_a_draft_is_known_and_has_no_units),
          LIBRARY_TEST(test_a_link_in_several_files_is_one_entry_until_the_last_is_gone),
          LIBRARY_TEST(test_a_removed_catalog_takes_its_tags_with_it),
          LIBRARY_TEST(test_a_root_that_cannot_be_read_forgets_nothing),
          LIBRARY_TEST(test_no_root_at_all_is_an_error_and_forgets_nothing),
          LIBRARY_TEST(test_other_roots_are_left_alone),
          LIBRARY_TEST(test_a_file_that_is_no_text_any_more_loses_its_units),
          LIBRARY_TEST(test_a_file_replaced_by_a_fifo_or_a_link_is_removed),
          LIBRARY_TEST(test_problems_of_a_file_that_is_taken_are_warnings),
          LIBRARY_TEST(test_other_settings_take_every_file_apart_again),
          LIBRARY_TEST(test_a_run_that_is_stopped_under_new_settings_is_finished_by_the_next),
          LIBRARY_TEST(test_a_stopped_run_keeps_what_it_did),
          LIBRARY_TEST(test_a_killed_run_leaves_the_last_commit),
          LIBRARY_TEST(test_a_rebuild_forgets_what_is_there),
          LIBRARY_TEST(test_a_stopped_rebuild_keeps_the_old_index),
          LIBRARY_TEST(test_a_rebuild_mends_whatever_is_broken),
          LIBRARY_TEST(test_an_index_without_its_current_is_made_anew),
          LIBRARY_TEST(test_an_index_of_another_version_is_refused_with_the_way_out),
          LIBRARY_TEST(test_one_run_at_a_time),
          LIBRARY_TEST(test_a_dry_run_says_what_it_would_do_and_does_nothing),
          LIBRARY_TEST(test_the_number_of_workers_does_not_show),
          LIBRARY_TEST(test_changes_lead_to_the_units_that_a_rebuild_gives),
          LIBRARY_TEST(test_a_batch_is_committed_by_the_bytes_that_went_in))
