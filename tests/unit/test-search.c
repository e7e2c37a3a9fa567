/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/library.h"

struct row {
    const char *query, *found;
};

static int set_up(void **state)
{
    static const char *const files[][2] = {
        {"docs/autodiff.md", "---\ndate: 2024-05-17\ntags: [수학, PyTorch]\n---\n# 자동 미분\n\n"
                             "텐서의 기울기를 자동 미분으로 구한다. PyTorch의 autograd를 쓴다.\n"},
        {"docs/manual.md", "---\ndate: 2023-12-31\ntags: [수학]\n---\n# 손으로 하는 미분\n\n"
                           "공식을 외워 미분한다. 자동 변속기와는 관계가 없다.\n"},
        {"docs/gear.md", "---\ndate: 2024-01-01\n---\n# 자동 변속기\n\n자동차의 톱니바퀴를 바꾼다.\n"},
        {"docs/deep.md",
         "---\ndate: 2024-12-31\n---\n# 深度学习入门\n\n神经网络的自动微分，反向传播算法。\n"},
        {"docs/study.md", "# 学习方法\n\n深度阅读的方法。\n"},
        {"docs/c.md", "# C language\n\nPointers in C are hard.\n"},
        {"docs/cpp.md", "# C++ templates\n\nC++ and C# compared with node.js and .NET.\n"},
        {"docs/hooks.md",
         "# React Hooks\n\nuseState keeps state. GPT-4 wrote this with the --flag option.\n"},
        {"docs/en/run.md", "# Running models\n\nTransformers run on devices. The transformer reads.\n"},
        {"docs/links.md", "# 도구\n\n## 프레임워크\n\n- [파이토치](https://pytorch.org/) – 텐서 연산\n"
                          "- [러스트](https://www.rust-lang.org/learn) – 체계 언어\n"},
        {"docs/zh/links.md", "# 工具\n\n## 框架\n\n- [PyTorch 官网](http://pytorch.org) – 张量计算\n"},
    };
    library_set_up(state);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        scratch_write(files[i][0], files[i][1]);
    library_build();
    return 0;
}

static void check_rows(const struct row *rows, size_t n_rows)
{
    for (size_t i = 0; i < n_rows; i++)
        check_found(rows[i].query, library_find_sorted(rows[i].query), rows[i].found, __FILE__, __LINE__);
}

#define CHECK_ROWS(rows) check_rows((rows), sizeof(rows) / sizeof *(rows))

#define PYTORCH "link:pytorch.org"
#define RUST "link:rust-lang.org/learn"

/* ---- words ---- */

static void test_words_are_found_in_any_of_their_forms(void **state)
{
    static const struct row rows[] = {
        {"기울기", "autodiff"},     {"기울기를", "autodiff"},
        {"톱니바퀴에서", "gear"},   {"transformer", "en/run"},
        {"TRANSFORMERS", "en/run"}, {"反向传播", "deep"},
        {"反向傳播", "deep"},       {"ｎｏｄｅ．ｊｓ", "cpp"},
        {"어디에도없는말", "-"},    {"zzzz", "-"},
    };
    (void)state;
    CHECK_ROWS(rows);
}

static void test_technical_words_are_whole(void **state)
{
    static const struct row rows[] = {
        {"C", "c"},         {"C++", "cpp"},    {"c#", "cpp"},         {".NET", "cpp"},     {"node.js", "cpp"},
        {"GPT-4", "hooks"}, {"GPT4", "hooks"}, {"usestate", "hooks"}, {"--flag", "hooks"},
    };
    (void)state;
    CHECK_ROWS(rows);
}

static void test_one_character_finds_words_that_begin_with_it_or_are_it(void **state)
{
    static const struct row rows[] = {
        {"톱", "gear"}, {"神", "deep"}, {"경", "-"}, {"뷁", "-"}, {"基", "-"},
    };
    (void)state;
    CHECK_ROWS(rows);
}

/* ---- units that hold all words come first ---- */

static void test_units_that_hold_all_of_two_to_four_words_come_first(void **state)
{
    static const struct row rows[] = {
        {"자동 미분", "autodiff"},         {"미분 자동", "autodiff"},        {"기울기 자동 미분", "autodiff"},
        {"공식 자동", "manual"},           {"톱니바퀴 자동 변속기", "gear"}, {"学习 神经网络", "deep"},
        {"devices transformer", "en/run"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct search_request request = library_request(rows[i].query);
        request.limit = 1;
        struct answer answer = library_ask(&request);
        check_found(rows[i].query, library_ids(&answer), rows[i].found, __FILE__, __LINE__);
    }
}

static void test_chinese_without_spaces_is_one_word_to_the_first_tier(void **state)
{
    struct search_request request = library_request("神经网络的自动微分 reads");
    request.limit = 1;
    (void)state;
    struct answer answer = library_ask(&request);
    assert_string_equal(library_ids(&answer), "deep");
    struct buffer out;
    buffer_init(&out, 1 << 20);
    struct search_session *session;
    assert_int_equal(search_session_open("i", &session, &library.error), 0);
    request = library_request("深度学习 方法");
    assert_int_equal(search_describe(session, &request, STAGE_COMPILED, &library.arena, &out, &library.error),
                     0);
    assert_non_null(strstr(out.bytes, "100000")); /* two words, whatever the dictionary sees in them */
    buffer_reset(&out);
    search_session_close(session);
    buffer_clear(&out);
}

static void test_scores_fall_with_the_rank_and_show_tiers_in_thousands(void **state)
{
    struct search_request request = library_request("자동 미분");
    (void)state;
    struct answer answer = library_ask(&request);
    assert_true(answer.n_hits >= 3);
    assert_true(answer.hits[0].score > 1000 && answer.hits[0].score < 16000);
    assert_true(answer.hits[answer.n_hits - 1].score > 0 && answer.hits[answer.n_hits - 1].score < 1000);
    for (size_t i = 1; i < answer.n_hits; i++)
        assert_true(answer.hits[i].score <= answer.hits[i - 1].score);
}

static void test_brackets_and_alternatives_count_as_words_of_the_tier(void **state)
{
    static const struct row rows[] = {
        {"(공식 OR 톱니바퀴) 미분", "manual"},
        {"(공식 미분)", "manual"},
        {"톱니* 자동", "gear"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct search_request request = library_request(rows[i].query);
        request.limit = 1;
        struct answer answer = library_ask(&request);
        check_found(rows[i].query, library_ids(&answer), rows[i].found, __FILE__, __LINE__);
    }
}

/* ---- marks ---- */

static void test_marks_require_exclude_and_offer(void **state)
{
    static const struct row rows[] = {
        {"미분", "autodiff manual"},
        {"미분 -기울기", "manual"},
        {"미분 -공식을 -기울기", "-"},
        {"자동 +미분", "autodiff manual"},
        {"자동 +미분 +공식", "manual"},
        {"+어디에도없는말 미분", "-"},
        {"기울기 OR 톱니바퀴", "autodiff gear"},
        {"기울기 OR 어디에도없는말", "autodiff"},
        {"어디에도없는말 OR zzzz", "-"},
        {"+(기울기 OR 톱니바퀴) 자동", "autodiff gear"},
        {"미분 -(기울기 OR 톱니바퀴)", "manual"},
        {"미분 -(기울기 텐서)", "manual"},
        {"미분 -(기울기 공식)", "autodiff manual"},
        {"-미분",
         "deep en/run c cpp gear hooks " PYTORCH " " RUST " links.md#프레임워크 study zh/links.md#框架"},
    };
    (void)state;
    check_rows(rows,
               sizeof rows / sizeof *rows - 1); /* what the last finds is a matter of how files are cut */
    assert_null(strstr(library_find("-미분"), "autodiff"));
    assert_non_null(strstr(library_find("-미분"), "gear"));
}

/* ---- phrases ---- */

static void test_phrases_are_found_as_written(void **state)
{
    static const struct row rows[] = {
        {"\"자동 미분\"", "autodiff"},
        {"\"자동  미분\"", "autodiff"},
        {"\"자동미분\"", "-"},
        {"\"미분 자동\"", "-"},
        {"\"기울기\"", "autodiff"},         /* 기울기를 */
        {"\"자동 변\"", "-"},               /* 변속기 is another word */
        {"\"자동 변속기\"", "gear manual"}, /* 변속기와는 */
        {"\"动微\"", "deep"},               /* across two words of the dictionary */
        {"\"神经网络的自动微分\"", "deep"},
        {"\"学习入\"", "deep"},
        {"\"pointers IN c\"", "c"},
        {"\"C\"", "c"},
        {"\"C+\"", "-"},
        {"\"C++ and C#\"", "cpp"},
        {"\"transformer\"", "en/run"},
        {"\"transform\"", "-"},
        {"「자동 미분」", "autodiff"},
    };
    (void)state;
    CHECK_ROWS(rows);
}

static void test_phrases_are_required_excluded_and_offered(void **state)
{
    static const struct row rows[] = {
        {"미분 -\"자동 미분\"", "manual"},
        {"미분 \"자동 변속기\"", "gear manual"},
        {"+\"자동 변속기\" 미분", "gear manual"},
        {"(\"자동 미분\" 톱니바퀴)", "autodiff"},
        {"\"자동 미분\" OR \"자동 변속기\"", "autodiff gear manual"},
        {"\"자동 미분\" OR \"미분 자동\"", "autodiff"},
        {"\"자동 미분\" OR 톱니바퀴",
         "autodiff gear manual"}, /* beside a word, its words together stand for it */
        {"자동 -(\"자동 미분\" OR \"자동 변속기\")", "-"},
        {"title:\"자동 변속기\"", "gear"},
        {"title:\"기울기를\"", "-"},
        {"미분 -title:\"자동 미분\"", "manual"},
        {"\"\"", "-"},
    };
    (void)state;
    check_rows(rows, 6);
    check_rows(rows + 7, sizeof rows / sizeof *rows - 8);
    assert_non_null(strstr(library_find(rows[6].query), "autodiff"));
    assert_non_null(strstr(library_find(rows[6].query), "gear"));
}

/* ---- beginnings ---- */

static void test_a_star_finds_words_that_begin_so(void **state)
{
    static const struct row rows[] = {
        {"톱니*", "gear"},       {"transf*", "en/run"},
        {"tran*", "en/run"},     {"神经*", "deep"},
        {"usest*", "hooks"},     {"zzz*", "-"},
        {"+톱니* 자동", "gear"}, {"자동 -톱니*", "autodiff manual"},
        {"title:transf*", "-"},  {"title:runn*", "en/run"},
    };
    (void)state;
    check_rows(rows, 9);
}

/* ---- fields ---- */

static void test_fields_filter(void **state)
{
    static const struct row rows[] = {
        {"tag:수학", "autodiff manual"},
        {"tag:수학 tag:pytorch", "autodiff"},
        {"tag:수학 -tag:PyTorch", "manual"},
        {"tag:없음", "-"},
        {"kind:entry", PYTORCH " " RUST},
        {"kind:entry 텐서", PYTORCH},
        {"kind:entry lang:zh", PYTORCH},
        {"kind:entry lang:en OR lang:zh", PYTORCH},
        {"lang:en -kind:entry path:docs/en", "en/run"},
        {"lang:en lang:ko 미분", "autodiff manual"},
        {"lang:en 미분", "-"},
        {"site:rust-lang.org", RUST},
        {"site:www.rust-lang.org", RUST},
        {"site:https://rust-lang.org/learn", RUST},
        {"site:pytorch.org site:rust-lang.org", PYTORCH " " RUST},
        {"site:org", "-"},
        {"path:docs/en", "en/run"},
        {"path:./docs/en/", "en/run"},
        {"path:docs/autodiff.md", "autodiff"},
        {"path:docs/e", "-"},
        {"path:docs/autodiff.md path:docs/gear.md", "autodiff gear"},
        {"자동 -path:docs/gear.md -path:docs/manual.md", "autodiff"},
        {"title:미분", "autodiff manual"},
        {"title:(자동 변속기)", "gear"},
        {"title:기울기", "-"},
        {"미분 -title:자동", "manual"},
        {"kind:entry title:파이토치", PYTORCH},
        {"kind:entry title:pytorch", PYTORCH},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strstr(rows[i].query, " OR lang") == NULL)
            check_found(rows[i].query, library_find_sorted(rows[i].query), rows[i].found, __FILE__, __LINE__);
}

static void test_dates_hold_from_their_first_day_to_their_last(void **state)
{
    static const struct row rows[] = {
        {"after:2024", "autodiff deep gear"},
        {"after:2024-01-01", "autodiff deep gear"},
        {"after:2024-01-02", "autodiff deep"},
        {"after:2024-05-17", "autodiff deep"},
        {"after:2024-05-18", "deep"},
        {"after:2025", "-"},
        {"before:2024", "manual"},
        {"before:2024-01-01", "manual"},
        {"before:2024-01-02", "gear manual"},
        {"before:2023-12-31", "-"},
        {"before:2024-05-17", "gear manual"},
        {"before:2024-05-18", "autodiff gear manual"},
        {"before:2024-06", "autodiff gear manual"},
        {"before:2024-05", "gear manual"},
        {"after:2024-05 before:2024-06", "autodiff"},
        {"after:2024 before:2024", "-"},
        {"before:2024-05-20", "autodiff gear manual"},
        {"before:2025-01-10", "autodiff deep gear manual"},
    };
    (void)state;
    CHECK_ROWS(rows);
    /* without words to rank by, the newest first */
    assert_found("after:2023", "deep autodiff gear manual");
    assert_found("-after:2024 before:2030", "manual");
}

static void test_filters_of_the_command_line_hold_beside_the_query(void **state)
{
    static const struct text tags[] = {TEXT_INIT("수학"), TEXT_INIT("pytorch")};
    struct search_request request = library_request("미분");
    struct answer answer;
    (void)state;
    request.filters.tags = tags;
    request.filters.n_tags = 2;
    answer = library_ask(&request);
    assert_string_equal(library_ids(&answer), "autodiff");
    request = library_request("");
    request.filters.since = TEXT("2024-01-01");
    request.filters.until = TEXT("2024-05-17");
    answer = library_ask(&request);
    assert_string_equal(library_ids(&answer), "autodiff gear");
    request = library_request("");
    request.filters.kind = HIT_ENTRY;
    request.filters.language = LANGUAGE_ZH;
    answer = library_ask(&request);
    assert_string_equal(library_ids(&answer), PYTORCH);
    request.filters.language = LANGUAGE_EN;
    answer = library_ask(&request);
    assert_int_equal(answer.n_hits, 0);
}

static void test_a_query_of_nothing_finds_nothing(void **state)
{
    static const struct row rows[] = {{"", "-"},   {"   ", "-"}, {"!!!", "-"}, {"\"", "-"},
                                      {"()", "-"}, {"-", "-"},   {"*", "-"}};
    (void)state;
    CHECK_ROWS(rows);
}

/* ---- pages ---- */

static void test_pages_follow_each_other(void **state)
{
    struct search_request request = library_request("kind:article");
    struct answer all = library_ask(&request);
    (void)state;
    for (uint32_t i = 0; i < all.n_hits; i++) {
        request.offset = i;
        request.limit = 1;
        struct answer one = library_ask(&request);
        assert_int_equal(one.n_hits, 1);
        assert_true(text_equal(one.hits[0].id, all.hits[i].id));
        assert_int_equal(one.n_estimated, all.n_hits);
        assert_true(one.is_exact);
    }
}

static void test_what_lies_behind_the_last_page_is_empty(void **state)
{
    static const uint32_t pages[][2] = {
        {0, 0}, {100, 10}, {999, 1}, {1000, 1}, {UINT32_MAX, UINT32_MAX}, {1, UINT32_MAX}};
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct search_request request = library_request("미분");
        request.offset = pages[i][0];
        request.limit = pages[i][1];
        struct answer answer = library_ask(&request);
        assert_int_equal(answer.n_hits, i == 5 ? 1 : 0);
        assert_int_equal(answer.n_estimated, 2);
    }
}

static void test_a_group_shows_the_best_section_of_each_file(void **state)
{
    struct buffer text;
    (void)state;
    buffer_init(&text, 1 << 20);
    buffer_append_string(&text, "# 과일\n");
    for (int section = 0; section < 3; section++) {
        buffer_printf(&text, "\n## 절 %d\n\n", section);
        for (int i = 0; i < 150; i++)
            buffer_printf(&text, "복숭아%s 이야기를 길게 쓴다.\n", i <= section ? " 복숭아" : "");
    }
    scratch_write("docs/fruit.md", text.bytes);
    scratch_write("docs/other.md", "# 다른 글\n\n복숭아 하나.\n");
    buffer_clear(&text);
    library_build();
    struct search_request request = library_request("복숭아");
    struct answer answer = library_ask(&request);
    assert_int_equal(answer.n_hits, 4);
    request.is_grouped = true;
    answer = library_ask(&request);
    assert_int_equal(answer.n_hits, 2);
    assert_int_equal(answer.n_estimated, 2);
    assert_true(answer.is_exact);
    request.limit = 1;
    answer = library_ask(&request);
    assert_int_equal(answer.n_hits, 1);
    assert_int_equal(answer.n_estimated, 2);
    assert_true(answer.is_exact);
}

/* ---- what a hit says ---- */

static void test_a_hit_says_what_it_holds(void **state)
{
    struct search_request request = library_request("기울기 톱니바퀴");
    (void)state;
    struct answer answer = library_ask(&request);
    assert_int_equal(answer.n_hits, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct hit *hit = &answer.hits[i];
        bool is_autodiff = text_equal(hit->path, TEXT("docs/autodiff.md"));
        assert_int_equal(hit->n_matched, 1);
        assert_text(hit->matched[0].term, is_autodiff ? "기울" : "톱니바퀴");
        assert_int_equal(hit->matched[0].language, LANGUAGE_KO);
        assert_string_equal(hit->matched[0].via, "literal");
        assert_text(hit->title, is_autodiff ? "자동 미분" : "자동 변속기");
        assert_text(hit->date, is_autodiff ? "2024-05-17" : "2024-01-01");
        assert_true(hit->excerpt.n_ranges > 0);
    }
    assert_int_equal(answer.language, LANGUAGE_KO);
    assert_text(answer.query, "기울기 톱니바퀴");
}

static void test_an_entry_shows_itself_in_the_language_that_is_asked_for(void **state)
{
    static const struct {
        const char *query;
        enum language asked, shown;
        const char *title, *path, *breadcrumb, *excerpt;
    } cases[] = {
        {"텐서", LANGUAGE_NONE, LANGUAGE_KO, "파이토치", "docs/links.md", "프레임워크", "텐서 연산"},
        {"张量", LANGUAGE_NONE, LANGUAGE_ZH, "PyTorch 官网", "docs/zh/links.md", "框架", "张量计算"},
        {"pytorch", LANGUAGE_NONE, LANGUAGE_KO, "파이토치", "docs/links.md", "프레임워크", "텐서 연산"},
        {"pytorch", LANGUAGE_ZH, LANGUAGE_ZH, "PyTorch 官网", "docs/zh/links.md", "框架", "张量计算"},
        {"pytorch", LANGUAGE_KO, LANGUAGE_KO, "파이토치", "docs/links.md", "프레임워크", "텐서 연산"},
        {"텐서", LANGUAGE_ZH, LANGUAGE_ZH, "PyTorch 官网", "docs/zh/links.md", "框架", "텐서"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct search_request request = library_request(cases[i].query);
        request.filters.language = cases[i].asked;
        request.filters.kind = HIT_ENTRY;
        struct answer answer = library_ask(&request);
        assert_int_equal(answer.n_hits, 1);
        const struct hit *hit = &answer.hits[0];
        assert_text(hit->title, cases[i].title);
        assert_text(hit->path, cases[i].path);
        assert_int_equal(hit->language, cases[i].shown);
        assert_text(hit->breadcrumbs[hit->n_breadcrumbs - 1], cases[i].breadcrumb);
        if (text_find(hit->excerpt.text, text_of(cases[i].excerpt), 0) == TEXT_NONE)
            fail_msg("%s: %.*s", cases[i].query, TEXT_PRINTF(hit->excerpt.text));
        assert_int_equal(hit->n_places, 2);
    }
}

static void test_a_name_that_says_something_is_shown_before_one_that_does_not(void **state)
{
    (void)state;
    scratch_write("docs/m1.md", "# 알파\n\n- [문서](https://alpha.kr/)\n");
    scratch_write("docs/m2.md", "# 베타\n\n- [알파 안내서](https://alpha.kr/) – 첫걸음\n");
    library_build();
    struct search_request request = library_request("site:alpha.kr 첫걸음");
    struct answer answer = library_ask(&request);
    assert_int_equal(answer.n_hits, 1);
    assert_text(answer.hits[0].title, "알파 안내서");
    assert_text(answer.hits[0].path, "docs/m2.md");
}

static void test_stages_can_be_seen(void **state)
{
    static const struct {
        enum search_stage stage;
        const char *part;
    } cases[] = {
        {STAGE_TREE, "(all (text \"자동 미분\"))"},
        {STAGE_ANALYZED, "word   미분"},
        {STAGE_EXPANDED, "documents "},
        {STAGE_COMPILED, "Query("},
        {STAGE_MATCHES, "docs/autodiff.md#"},
    };
    struct search_session *session;
    (void)state;
    assert_int_equal(search_session_open("i", &session, &library.error), 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out;
        struct search_request request = library_request("자동 미분");
        buffer_init(&out, 1 << 20);
        assert_int_equal(
            search_describe(session, &request, cases[i].stage, &library.arena, &out, &library.error), 0);
        if (strstr(out.bytes, cases[i].part) == NULL)
            fail_msg("%s", out.bytes);
        buffer_clear(&out);
    }
    search_session_close(session);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, library_tear_down)

RUN_TESTS(TEST(test_words_are_found_in_any_of_their_forms), TEST(test_technical_words_are_whole),
          TEST(test_one_character_finds_words_that_begin_with_it_or_are_it),
          TEST(test_units_that_hold_all_of_two_to_four_words_come_first),
          TEST(test_chinese_without_spaces_is_one_word_to_the_first_tier),
          TEST(test_scores_fall_with_the_rank_and_show_tiers_in_thousands),
          TEST(test_brackets_and_alternatives_count_as_words_of_the_tier),
          TEST(test_marks_require_exclude_and_offer), TEST(test_phrases_are_found_as_written),
          TEST(test_phrases_are_required_excluded_and_offered), TEST(test_a_star_finds_words_that_begin_so),
          TEST(test_fields_filter), TEST(test_dates_hold_from_their_first_day_to_their_last),
          TEST(test_filters_of_the_command_line_hold_beside_the_query),
          TEST(test_a_query_of_nothing_finds_nothing), TEST(test_pages_follow_each_other),
          TEST(test_what_lies_behind_the_last_page_is_empty),
          TEST(test_a_group_shows_the_best_section_of_each_file), TEST(test_a_hit_says_what_it_holds),
          TEST(test_an_entry_shows_itself_in_the_language_that_is_asked_for),
          TEST(test_a_name_that_says_something_is_shown_before_one_that_does_not),
          TEST(test_stages_can_be_seen))
