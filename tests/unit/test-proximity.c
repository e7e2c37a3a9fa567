/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/library.h"

#include <math.h>

#include "searcher/proximity.h"

/* Two pages with the same words as often: one has them in one sentence, one far apart; the one far apart is shorter. */
static void write_pages(const char *near, const char *far, const char *between)
{
    struct buffer page;
    buffer_init(&page, 1 << 20);
    for (int has_near = 0; has_near < 2; has_near++) {
        const char *const *pieces = has_near ? (const char *const[]){near, "", between, between}
                                             : (const char *const[]){far, between, "", ""};
        buffer_reset(&page);
        const char *bar = strchr(pieces[0], '|');
        int first = bar == NULL ? (int)strlen(pieces[0]) : (int)(bar - pieces[0]);
        buffer_printf(&page, "# %d\n\n%.*s %s %s %s %s\n", has_near, first, pieces[0], pieces[1],
                      bar == NULL ? "" : bar + 1, pieces[2], pieces[3]);
        scratch_write(has_near ? "docs/near.md" : "docs/far.md", buffer_text(&page).bytes);
    }
    buffer_clear(&page);
    library_build();
}

static const char *first_of(const char *query)
{
    struct search_request request = library_request(query);
    request.limit = 1;
    struct answer answer = library_ask(&request);
    return library_ids(&answer);
}

static void test_words_in_one_sentence_beat_words_far_apart(void **state)
{
    static const struct {
        const char *near, *far, *between, *query;
    } rows[] = {
        {"세종은 집현전을 궁궐에 세웠다.", "세종은 왕이다.|집현전을 궁궐에 두었다고 한다.",
         "다른 이야기가 여기에 길게 이어진다. 바다와 산과 들과 강을 말하고 바람과 구름과 비를 말하며 끝없이 "
         "간다. "
         "그리고 또 한 문장이 뒤따른다. 밭과 논과 숲과 길과 마을과 다리와 나무와 돌을 차례로 말한다.",
         "세종이 집현전을 세운 곳은 어디인가"},
        {"长城由秦始皇下令修建。", "秦始皇是皇帝。|长城下令修建于古代。",
         "这里讲的是别的事情，先讲海洋和高山，再讲河流与森林，然后讲城市里的人们怎样生活，最后讲天气和四季的"
         "变化。"
         "接着又有一句话讲村庄里的桥和路，还有石头与树木。",
         "秦始皇什么时候修建长城"},
        {"The committee postponed the election.",
         "The committee met.|They postponed a vote about the election.",
         "Here another story goes on for a while, about rivers and hills and the people who live there, what "
         "they eat "
         "and how they build their houses, and about wind and rain and snow in every season of the long "
         "year.",
         "committee postponed election"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        write_pages(rows[i].near, rows[i].far, rows[i].between);
        check_found(rows[i].query, first_of(rows[i].query), "near", __FILE__, __LINE__);
    }
}

static struct query_term term(const char *text, double weight)
{
    return (struct query_term){.term = text_of(text), .weight = weight, .frequency = 1, .kind = TOKEN_WORD};
}

/* Of terms that are each in one of 100 documents. */
static double score(struct query_term *terms, size_t n_terms, const char *title, const char *text)
{
    struct query_leaf query_leaf = {0};
    struct expanded_leaf leaf = {&query_leaf, terms, n_terms};
    struct analyzed_query analyzed = {.n_leaves = 1};
    struct expanded_query query = {.analyzed = &analyzed, .leaves = &leaf, .n_documents = 100};
    struct folder *folder = folder_new(&library.error);
    struct unit unit = {.title = text_of(title), .text = text_of(text)};
    struct proximity proximity;
    proximity_make(&query, &library.arena, &proximity);
    double result = proximity_score(&proximity, folder, &unit, &library.arena);
    folder_free(folder);
    return result / query_term_rarity(&query, &terms[0]);
}

static const char *const far_apart = "one "
                                     "......................................................................."
                                     "............................. two";

static void test_each_term_counts_once_and_those_of_the_title_everywhere(void **state)
{
    struct query_term terms[] = {term("one", 1), term("two", 3)};
    (void)state;
    assert_true(fabs(score(terms, 2, "", "one one two two one") - 4) < 1e-9);
    assert_true(fabs(score(terms, 2, "", far_apart) - 3) < 1e-9);
    assert_true(fabs(score(terms, 2, "One", far_apart) - 4) < 1e-9);
    assert_true(fabs(score(terms, 2, "", "nothing of them") - 0) < 1e-9);
    assert_true(fabs(score(terms, 2, "", "")) < 1e-9);
    assert_true(fabs(score(terms, 0, "", "one")) < 1e-9);
}

static void test_a_term_is_found_as_the_analyzer_would_find_it(void **state)
{
    static const struct {
        const char *term, *text;
        bool is_found;
    } rows[] = {
        {"connect", "Connecting", true},
        {"connect", "connections", false},
        {"connect", "disconnect", false},
        {"categori", "category", true},
        {"categori", "categories", true},
        {"2024", "in 2024년", true},
        {"2024", "20245", false},
        {"202", "2024", false},
        {"c", "c++", true},
        {"미분", "자동미분을", true},
        {"구", "연구", false},
        {"구", "구를", true},
        {"网络", "互聯網絡", true},
        {"水", "海水", true},
        {"ab", "a", false},
        {"resum", "Résumé", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct query_term terms[] = {term(rows[i].term, 1)};
        if ((score(terms, 1, "", rows[i].text) > 0) != rows[i].is_found)
            fail_msg("%s in %s: should be %d", rows[i].term, rows[i].text, rows[i].is_found);
    }
}

static void test_as_many_terms_as_a_query_may_have(void **state)
{
    static struct query_term terms[QUERY_MAX_TERMS + 10];
    (void)state;
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
        terms[i] = term(arena_printf(&library.arena, "w%zu", i).bytes, 1);
    assert_true(score(terms, sizeof terms / sizeof *terms, "", "w0 w1 w2") > 2.9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LIBRARY_TEST(test_words_in_one_sentence_beat_words_far_apart),
        LIBRARY_TEST(test_each_term_counts_once_and_those_of_the_title_everywhere),
        LIBRARY_TEST(test_a_term_is_found_as_the_analyzer_would_find_it),
        LIBRARY_TEST(test_as_many_terms_as_a_query_may_have),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
