/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Korean as it is written, found as it is asked for: from files to hits. */
#include "tests/unit/library.h"

struct row {
    const char *query, *found;
};

static int set_up(void **state)
{
    static const char *const files[][2] = {
        {"docs/singer.md", "# 무대\n\n송가인은 큰 무대에 섰다.\n"},
        {"docs/founder.md", "# 기획사\n\n이수만은 기획사를 세웠다. 회사는 컸다.\n"},
        {"docs/course.md", "# 과목\n\n두 과목을 이수한 학생이 왔다. 회사에도 갔다.\n"},
        {"docs/actor.md", "# 배우\n\n장나라가 새 영화에 나온다.\n"},
        {"docs/province.md", "# 날씨\n\n강원도에서 눈이 내렸다.\n"},
        {"docs/joined.md", "# 계산\n\n라이브러리의 자동미분 기능을 켠다.\n"},
        {"docs/apart.md", "# 소개\n\n이 글은 자동 미분이 무엇인지 다룬다.\n"},
        {"docs/sale.md", "# 할인\n\n44사이즈비키니 할인.\n"},
        {"docs/size.md", "# 치수\n\n44사이즈 비키니를 샀다.\n"},
        {"docs/crowd.md", "# 집회\n\n10만명이 광장에 모였다.\n"},
        {"docs/people.md", "# 참가\n\n참가자는 10만 명이다.\n"},
        {"docs/meta.md", "# 소식\n\nMeta에서는 API들의 값을 낮췄다.\n"},
        {"docs/upload.md", "# 올리기\n\n웹컨텐츠를 서버에 올린다.\n"},
        {"docs/dataset.md", "# 나누기\n\n훈련데이터셋은 셋으로 나눈다.\n"},
        {"docs/pipe.md", "# 흐름\n\n데이터파이프라인이 멈췄다.\n"},
        {"docs/setup.md", "# 시작\n\n패키지를 설치하는 방법을 적어 두었더니 편하더라고요.\n"},
        {"docs/map.md", "# 지도\n\n지도를 만들어봤습니다.\n"},
    };
    library_set_up(state);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        scratch_write(files[i][0], files[i][1]);
    library_build();
    return 0;
}

/* The first hits, as many as are named. */
static void check_first(const struct row *rows, size_t n_rows)
{
    for (size_t i = 0; i < n_rows; i++) {
        const char *found = library_find(rows[i].query);
        if (!text_starts_with(text_of(found), text_of(rows[i].found)))
            fail_msg("%s: \"%s\", not \"%s\" first", rows[i].query, found, rows[i].found);
    }
}

#define CHECK_FIRST(rows) check_first((rows), sizeof(rows) / sizeof *(rows))

static void test_names_are_found_with_any_particle(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"송가인", "singer"},       {"송가인의 무대", "singer"},
        {"송가인이라는", "singer"}, {"이수만", "founder"},
        {"이수만의", "founder"},    {"이수만이 세운 회사", "founder"},
        {"이수만에게", "founder"},  {"장나라", "actor"},
        {"장나라는", "actor"},      {"장나라도 나온 영화", "actor"},
        {"강원도", "province"},     {"강원도는", "province"},
        {"강원", "province"},
    };
    CHECK_FIRST(rows);
}

static void test_compounds_find_each_other_with_and_without_spaces(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"자동미분", "joined apart"},     {"자동 미분", "apart joined"}, {"44사이즈비키니", "sale size"},
        {"44사이즈 비키니", "size sale"}, {"10만명", "crowd people"},    {"10만 명", "people crowd"},
        {"데이터 파이프라인", "pipe"},    {"파이프라인은", "pipe"},
    };
    CHECK_FIRST(rows);
}

static void test_every_spelling_of_a_loanword_is_found(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"콘텐츠", "upload"},           {"컨텐츠", "upload"},      {"웹 콘텐츠", "upload"},
        {"웹콘텐츠", "upload"},         {"데이터세트", "dataset"}, {"데이터셋", "dataset"},
        {"훈련 데이터세트", "dataset"}, {"데이타셋을", "dataset"},
    };
    CHECK_FIRST(rows);
}

static void test_verbs_are_found_by_any_ending(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"설치 방법", "setup"},      {"설치하려면", "setup"}, {"설치했어요", "setup"}, {"지도 만들기", "map"},
        {"지도를 만드는 법", "map"}, {"만들었더니", "map"},   {"편하네요", "setup"},
    };
    CHECK_FIRST(rows);
}

static void test_a_particle_that_was_dropped_is_found_as_written(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"에서는", "meta"}, {"들의", "meta"}, {"Meta에서는", "meta"}, {"API의", "meta"}};
    CHECK_FIRST(rows);
}

static void test_words_are_marked_as_written(void **state)
{
    (void)state;
    static const struct {
        const char *query, *marked;
    } cases[] = {
        {"콘텐츠", "컨텐츠"},           {"웹 콘텐츠", "웹컨텐츠"}, {"데이터세트", "데이터셋"},
        {"송가인의", "송가인"},         {"이수만이", "이수만"},    {"강원도는", "강원도"},
        {"파이프라인은", "파이프라인"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct search_request request = library_request(cases[i].query);
        struct answer answer = library_ask(&request);
        assert_true(answer.n_hits > 0 && answer.hits[0].excerpt.n_ranges > 0);
        const struct snippet *excerpt = &answer.hits[0].excerpt;
        assert_text(text_slice(excerpt->text, excerpt->ranges[0].start, excerpt->ranges[0].end),
                    cases[i].marked);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, library_tear_down)

RUN_TESTS(TEST(test_names_are_found_with_any_particle),
          TEST(test_compounds_find_each_other_with_and_without_spaces),
          TEST(test_every_spelling_of_a_loanword_is_found), TEST(test_verbs_are_found_by_any_ending),
          TEST(test_a_particle_that_was_dropped_is_found_as_written), TEST(test_words_are_marked_as_written))
