/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/library.h"

static int set_up(void **state)
{
    static const char *const files[][2] = {
        {"docs/name.md", "# 자바\n\n언어의 이름이다.\n"},
        {"docs/whole.md",
         "# 시작\n\n긴 글에서 한 번만 자바를 말한다. 나머지는 다른 이야기이다. 바다와 산과 들을 말한다.\n"},
        {"docs/inside.md", "# 웹\n\n자바스크립트 자바스크립트 자바스크립트 자바스크립트 자바스크립트\n"},
        {"docs/apart.md",
         "# 계산\n\n기울기를 자동 미분으로 구하는 긴 글이다. 여기에는 그 말이 한 번 나온다.\n"},
        {"docs/joined.md", "# 셈\n\n자동미분방정식 자동미분방정식 자동미분방정식\n"},
        {"docs/pieces.md", "# 차\n\n자동 변속기와 미분 방정식\n"},
        {"docs/word.md", "# 课程\n\n这门课很长，其中只有一次讲到学习，其余讲别的事情，例如海洋和高山。\n"},
        {"docs/longer.md", "# 年轻人\n\n大学习惯，大学习惯，大学习惯。\n"},
        {"docs/cpp.md", "# C++\n\nA language.\n"},
        {"docs/c.md", "# C\n\nAnother language, and C++ C++ C++ C++.\n"},
    };
    library_set_up(state);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        scratch_write(files[i][0], files[i][1]);
    struct buffer page; /* long enough to be cut at its headings */
    buffer_init(&page, 1 << 20);
    buffer_append_string(&page, "# 언어\n\n여러 언어를 견준다.\n");
    for (int i = 0; i < 3; i++) {
        buffer_append_string(&page, i == 1 ? "\n## 자바\n\n" : "\n## 다른 것\n\n");
        for (int k = 0; k < 120; k++)
            buffer_append_string(&page, "가나다라마 바사아자차 카타파하. ");
    }
    scratch_write("docs/heading.md", buffer_text(&page).bytes);
    buffer_clear(&page);
    library_build();
    return 0;
}

static void check_order(const char *query, const char *found)
{
    check_found(query, library_find(query), found, __FILE__, __LINE__);
}

static void test_a_page_of_that_name_comes_first_then_a_section_then_the_word_then_pieces(void **state)
{
    (void)state;
    check_order("자바", "name heading.md#자바 whole inside");
}

static void test_the_whole_name_counts_whatever_its_spaces_width_and_marks(void **state)
{
    static const char *const queries[] = {"c++", "Ｃ＋＋", " C++ !"};
    (void)state;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct search_request request = library_request(queries[i]);
        request.limit = 1;
        struct answer answer = library_ask(&request);
        check_found(queries[i], library_ids(&answer), "cpp", __FILE__, __LINE__);
    }
    struct search_request request = library_request("C");
    struct answer answer = library_ask(&request);
    assert_string_equal(library_ids(&answer), "c");
}

static void test_a_compound_written_apart_stands_before_a_longer_word(void **state)
{
    (void)state;
    check_order("자동미분", "apart joined pieces");
}

static void test_a_chinese_word_stands_before_a_piece_of_another(void **state)
{
    (void)state;
    check_order("学习", "word longer");
}

static void test_a_piece_of_words_is_found(void **state)
{
    static const char *const rows[][2] = {
        {"바스", "inside"},   {"바스크립", "inside"}, {"미분방정", "joined"}, {"学习惯", "longer"},
        {"大学习", "longer"}, {"동미", "joined"},     {"한번", "apart"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct search_request request = library_request(rows[i][0]);
        request.limit = 1;
        struct answer answer = library_ask(&request);
        check_found(rows[i][0], library_ids(&answer), rows[i][1], __FILE__, __LINE__);
    }
}

static void test_a_name_with_other_clauses_is_no_name(void **state)
{
    (void)state;
    struct search_request request = library_request("자바 -언어");
    struct answer answer = library_ask(&request);
    for (size_t i = 0; i < answer.n_hits; i++)
        assert_true(!text_equal(answer.hits[i].id, TEXT("docs/name.md#")));
    assert_true(answer.n_hits >= 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_page_of_that_name_comes_first_then_a_section_then_the_word_then_pieces),
        cmocka_unit_test(test_the_whole_name_counts_whatever_its_spaces_width_and_marks),
        cmocka_unit_test(test_a_compound_written_apart_stands_before_a_longer_word),
        cmocka_unit_test(test_a_chinese_word_stands_before_a_piece_of_another),
        cmocka_unit_test(test_a_piece_of_words_is_found),
        cmocka_unit_test(test_a_name_with_other_clauses_is_no_name),
    };
    return cmocka_run_group_tests(tests, set_up, library_tear_down);
}
