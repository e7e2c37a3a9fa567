/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/columns.h"
#include "searcher/render.h"
#include "tests/unit/check.h"
#include "tests/unit/sample-answers.h"

static void render(const struct render_options *options, struct text query_id, const struct answer *answer,
                   struct buffer *out)
{
    struct error error;
    struct renderer renderer;
    buffer_reset(out);
    assert_int_equal(render_begin(&renderer, options, query_id.size > 0, out, &error), 0);
    render_answer(&renderer, query_id, answer);
    render_end(&renderer);
    assert_false(out->overflowed);
}

/* What is seen: the text without its SGR and OSC 8 sequences, which are checked to be whole and of no other kind. */
static void strip(struct text text, struct buffer *out)
{
    buffer_reset(out);
    for (size_t i = 0; i < text.size; i++) {
        if (text.bytes[i] != '\x1B') {
            buffer_append_byte(out, text.bytes[i]);
            continue;
        }
        if (text_starts_with(text_skip(text, i), TEXT("\x1B]8;;"))) {
            size_t end = text_find(text, TEXT("\x1B\\"), i + 1);
            assert_true(end != TEXT_NONE);
            for (size_t byte = i + 5; byte < end; byte++)
                assert_true(text.bytes[byte] > ' ' && text.bytes[byte] < 0x7F);
            i = end + 1;
        } else {
            assert_true(i + 2 < text.size && text.bytes[i + 1] == '[');
            for (i += 2; text.bytes[i] != 'm'; i++)
                assert_true(i + 1 < text.size && strchr("0123456789;", text.bytes[i]) != NULL);
        }
    }
}

static void check_lines(struct columns *columns, struct text text, uint32_t width)
{
    struct text rest = text, line;
    assert_int_equal(text_invalid_at(text), TEXT_NONE);
    while (text_next_line(&rest, &line)) {
        uint32_t columns_used = columns_of(columns, line);
        if (columns_used > width)
            fail_msg("%u columns at width %u: %.*s", columns_used, width, TEXT_PRINTF(line));
        assert_false(text_ends_with(line, TEXT(" ")));
        for (size_t i = 0; i < line.size; i++)
            assert_true((unsigned char)line.bytes[i] >= ' ' && line.bytes[i] != 0x7F);
    }
}

static void test_the_sample_at_eighty_columns(void **state)
{
    (void)state;
    struct arena arena;
    struct buffer out;
    struct render_options options = {.format = RENDER_TEXT, .width = 80};
    arena_init(&arena);
    buffer_init(&out, 1 << 20);
    struct answer answer = sample_answer(&arena);
    answer.n_hits = 3;
    render(&options, TEXT(""), &answer, &out);
    assert_text(buffer_text(&out),
                "역전파와 자동 미분                                                2024-05-17  ko\n"
                "  docs/ko/autograd.md:42  딥러닝 기초 › 학습 알고리즘\n"
                "    …손실 함수의 기울기를 출력에서 입력 쪽으로 거슬러 올라가며 구한다. 이때\n"
                "    PyTorch의 자동 미분은 계산 그래프를 기록해 두었다가 backward()를 부를 때\n"
                "    연쇄 법칙을 적용한다. 미분 가능한 연산만 그래프에 남으므로 x.item() < 0 &&…\n"
                "  2 more sections of this file match\n"
                "\n"
                "自动微分入门教程                                                              zh\n"
                "  https://example.com/autodiff?lang=zh#微分\n"
                "  catalogs/links.md:7  资料 › 深度学习\n"
                "    从计算图讲起，逐步推导反向传播的公式，并用《动手实现》一节的代码验证。自动\n"
                "    微分不是数值微分，也不是符号微分；它记录每一步运算，再按链式法则求导。适合\n"
                "    已经学过微积分的读者，附有练习与答案。\n"
                "  also called: 자동 미분 입문\n"
                "  also in: catalogs/ko/links.md · catalogs/zh/deep.md\n"
                "\n"
                "Tensors                                                                       en\n"
                "  docs/en/tensors.md:1\n"
                "    def step(x):\n"
                "      loss = model(x).mean()\n"
                "      loss.backward()  # 미분\n"
                "      return loss\n"
                "\n"
                "1 to 3 of 4 results (0.8 ms)\n");
    buffer_clear(&out);
    arena_clear(&arena);
}

static void test_colour_sets_off_what_matched_and_links_the_title(void **state)
{
    (void)state;
    static const char *const expected[] = {
        ("\x1B]8;;file:///w/docs/ko/autograd.md\x1B\\\x1B[1m역전파와 자동 "
         "\x1B[0m\x1B[1;4m미분\x1B[0m\x1B]8;;\x1B\\  "),
        "\x1B[2m2024-05-17  ko\x1B[0m\n",
        "  \x1B[32mdocs/ko/autograd.md:42\x1B[0m  \x1B[2m딥러닝 기초 › 학습 알고리즘\x1B[0m\n",
        "    PyTorch의 자동 \x1B[1;31m미분\x1B[0m은 ",
        "\x1B]8;;https://example.com/autodiff?lang=zh#%E5%BE%AE%E5%88%86\x1B\\\x1B[1m自动\x1B[0m",
        "\x1B[2m4 results (0.8 ms)\x1B[0m\n",
    };
    struct arena arena;
    struct buffer out;
    struct render_options options = {.format = RENDER_TEXT,
                                     .width = 80,
                                     .color = true,
                                     .hyperlinks = true,
                                     .link_base = TEXT("file:///w/")};
    arena_init(&arena);
    buffer_init(&out, 1 << 20);
    struct answer answer = sample_answer(&arena);
    render(&options, TEXT(""), &answer, &out);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        if (text_find(buffer_text(&out), text_of(expected[i]), 0) == TEXT_NONE)
            fail_msg("no %s in\n%s", expected[i], out.bytes);
    options.color = false;
    render(&options, TEXT(""), &answer, &out);
    assert_int_equal(text_find_byte(buffer_text(&out), '\x1B', 0), TEXT_NONE);
    buffer_clear(&out);
    arena_clear(&arena);
}

static void test_a_hostile_hit_moves_no_cursor(void **state)
{
    (void)state;
    static const char *const forbidden[] = {"\u061C", "\u200E",   "\u202A",     "\u202E",
                                            "\u2066", "\xC2\x9B", "javascript:"};
    struct arena arena;
    struct buffer out, seen;
    struct render_options options = {.format = RENDER_TEXT,
                                     .width = 60,
                                     .color = true,
                                     .hyperlinks = true,
                                     .explain = true,
                                     .link_base = TEXT("file:///w/")};
    arena_init(&arena);
    buffer_init(&out, 1 << 20);
    buffer_init(&seen, 1 << 20);
    cleanup(columns_freep) struct columns *columns = NULL;
    struct error error;
    assert_int_equal(columns_new(&columns, &error), 0);
    struct answer answer = sample_answer(&arena);
    answer.query = TEXT("\x1B[2J\u202E\xFF");
    render(&options, TEXT("\x1B]0;x\x07"), &answer, &out);
    strip(buffer_text(&out), &seen);
    check_lines(columns, buffer_text(&seen), 60);
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
        assert_int_equal(text_find(buffer_text(&out), text_of(forbidden[i]), 0), TEXT_NONE);
    assert_true(text_find(buffer_text(&out), TEXT("file:///w/docs/%FF%1B[31m%0A"), 0) != TEXT_NONE);
    buffer_clear(&out);
    buffer_clear(&seen);
    arena_clear(&arena);
}

static uint32_t next_random(uint64_t *seed, size_t bound)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*seed >> 33) % bound);
}

static struct text random_text(uint64_t *seed, size_t most_pieces, struct arena *arena)
{
    static const char *const pieces[] = {"가나",
                                         "다 ",
                                         "漢字",
                                         "。",
                                         "，「",
                                         "」",
                                         " ",
                                         "word ",
                                         "a",
                                         "-",
                                         "😀",
                                         "👨‍👩‍👧",
                                         "🇰🇷",
                                         "e\xCC\x81",
                                         "\n",
                                         "\t",
                                         "https://example.com/길/",
                                         "1️⃣",
                                         "　",
                                         "\xFF",
                                         "\x1B[31m"};
    struct buffer text;
    buffer_init(&text, 1 << 16);
    for (size_t n = next_random(seed, most_pieces + 1); n > 0; n--)
        buffer_append_string(&text, pieces[next_random(seed, sizeof pieces / sizeof *pieces)]);
    struct text copy = arena_copy(arena, buffer_text(&text));
    buffer_clear(&text);
    return copy;
}

static struct range *random_ranges(uint64_t *seed, size_t size, struct arena *arena, size_t *ret_n)
{
    struct range *ranges = NULL;
    size_t n = 0, capacity = 0;
    for (uint32_t at = 0; at + 1 < size;) {
        uint32_t start = at + next_random(seed, 12), end = start + 1 + next_random(seed, 9);
        struct range range = {start, end};
        *ARENA_PUSH(arena, ranges, n, capacity) = range;
        at = end;
    }
    *ret_n = n;
    return ranges;
}

static void random_hit(uint64_t *seed, struct hit *hit, struct arena *arena)
{
    hit->kind = next_random(seed, 2) == 0 ? HIT_ARTICLE : HIT_ENTRY;
    hit->title = random_text(seed, 30, arena);
    hit->title_ranges = random_ranges(seed, hit->title.size, arena, &hit->n_title_ranges);
    hit->path = random_text(seed, 15, arena);
    hit->line = next_random(seed, 100000);
    hit->url = random_text(seed, 10, arena);
    hit->language = (enum language)next_random(seed, N_LANGUAGES);
    hit->date = next_random(seed, 2) == 0 ? TEXT("2024-05-17") : TEXT("");
    hit->n_breadcrumbs = next_random(seed, 5);
    hit->breadcrumbs = ARENA_NEW(arena, struct text, hit->n_breadcrumbs);
    for (size_t i = 0; i < hit->n_breadcrumbs; i++)
        hit->breadcrumbs[i] = random_text(seed, 6, arena);
    hit->excerpt.text = random_text(seed, 120, arena);
    hit->excerpt.ranges = random_ranges(seed, hit->excerpt.text.size, arena, &hit->excerpt.n_ranges);
    hit->excerpt.cut_start = next_random(seed, 2) == 0;
    hit->excerpt.cut_end = next_random(seed, 2) == 0;
    hit->excerpt.is_code = next_random(seed, 4) == 0;
    hit->n_places = next_random(seed, 6);
    hit->places = ARENA_NEW(arena, struct hit_place, hit->n_places);
    for (size_t i = 0; i < hit->n_places; i++)
        hit->places[i] =
            (struct hit_place){random_text(seed, 8, arena), random_text(seed, 8, arena), LANGUAGE_KO};
    hit->n_more_in_file = next_random(seed, 3);
}

static void test_every_answer_fits_every_width(void **state)
{
    (void)state;
    uint64_t seed = 3;
    struct arena arena;
    struct buffer out, seen;
    arena_init(&arena);
    buffer_init(&out, 1 << 20);
    buffer_init(&seen, 1 << 20);
    cleanup(columns_freep) struct columns *columns = NULL;
    struct error error;
    assert_int_equal(columns_new(&columns, &error), 0);
    for (uint32_t round = 0; round < 243; round++) {
        uint32_t width = 20 + round % 81;
        struct hit hits[3] = {{.score = 0}};
        struct answer answer = {.hits = hits, .n_hits = 3, .n_estimated = 1000, .offset = 10};
        struct render_options options = {.format = RENDER_TEXT,
                                         .width = width,
                                         .color = round % 2 == 0,
                                         .hyperlinks = true,
                                         .explain = true};
        for (size_t i = 0; i < 3; i++)
            random_hit(&seed, &hits[i], &arena);
        answer.query = random_text(&seed, 100, &arena);
        render(&options, round % 3 == 0 ? TEXT("q1") : TEXT(""), &answer, &out);
        strip(buffer_text(&out), &seen);
        check_lines(columns, buffer_text(&seen), width);
        arena_reset(&arena);
    }
    buffer_clear(&out);
    buffer_clear(&seen);
    arena_clear(&arena);
}

static void test_a_long_excerpt_is_shown_around_its_first_match(void **state)
{
    (void)state;
    struct arena arena;
    struct buffer out, text;
    struct render_options options = {.format = RENDER_TEXT, .width = 40};
    arena_init(&arena);
    buffer_init(&out, 1 << 20);
    buffer_init(&text, 1 << 20);
    for (size_t i = 0; i < 40; i++)
        buffer_printf(&text, "낱말%zu ", i);
    struct hit hit = {.title = TEXT("제목"), .path = TEXT("a.md")};
    struct answer answer = {.hits = &hit, .n_hits = 1, .n_estimated = 1, .is_exact = true};
    hit.excerpt.text = buffer_text(&text);
    sample_mark(&hit, "낱말20", &arena);
    render(&options, TEXT(""), &answer, &out);
    assert_text(buffer_text(&out), "제목\n"
                                   "  a.md\n"
                                   "    …낱말15 낱말16 낱말17 낱말18 낱말19\n"
                                   "    낱말20 낱말21 낱말22 낱말23 낱말24\n"
                                   "    낱말25 낱말26 낱말27 낱말28 낱말29…\n"
                                   "\n"
                                   "1 result (0.0 ms)\n");
    buffer_clear(&out);
    buffer_clear(&text);
    arena_clear(&arena);
}

static void test_other_names_and_files_of_an_entry_stand_there_once(void **state)
{
    (void)state;
    struct hit_place places[] = {
        {.title = TEXT_INIT("파이토치"), .path = TEXT_INIT("here.md")},
        {.title = TEXT_INIT("PyTorch"), .path = TEXT_INIT("here.md")},
        {.title = TEXT_INIT("PyTorch"), .path = TEXT_INIT("b.md")},
        {.title = TEXT_INIT("파이토치"), .path = TEXT_INIT("b.md")},
        {.title = TEXT_INIT(""), .path = TEXT_INIT("c.md")},
        {.title = TEXT_INIT("PyTorch"), .path = TEXT_INIT("d.md")},
        {.title = TEXT_INIT("PyTorch 框架"), .path = TEXT_INIT("e.md")},
    };
    struct hit hit = {.kind = HIT_ENTRY,
                      .title = TEXT_INIT("파이토치"),
                      .path = TEXT_INIT("here.md"),
                      .places = places,
                      .n_places = sizeof places / sizeof *places};
    struct answer answer = {.hits = &hit, .n_hits = 1, .n_estimated = 1, .is_exact = true};
    struct buffer out;
    struct render_options options = {.format = RENDER_TEXT, .width = 40};
    buffer_init(&out, 1 << 20);
    render(&options, TEXT(""), &answer, &out);
    assert_text(buffer_text(&out), "파이토치\n"
                                   "  here.md\n"
                                   "  also called: PyTorch · PyTorch 框架\n"
                                   "  also in: b.md · c.md · d.md · …\n"
                                   "\n"
                                   "1 result (0.0 ms)\n");
    buffer_clear(&out);
}

static void test_the_last_line_says_how_many_there_are(void **state)
{
    (void)state;
    static const struct {
        struct answer answer;
        const char *line;
    } cases[] = {
        {{.query = TEXT_INIT("없는 말"), .processing_ms = 0.25}, "nothing found for 없는 말 (0.2 ms)\n"},
        {{.query = TEXT_INIT("")}, "nothing found (0.0 ms)\n"},
        {{.query = TEXT_INIT("x"), .is_partial = true},
         "nothing found for x (0.0 ms); not all of the index was searched in time\n"},
        {{.n_estimated = 12, .offset = 20, .is_exact = true},
         "12 results, none behind the first 20 (0.0 ms)\n"},
        {{.n_estimated = 1200, .offset = 2000}, "about 1200 results, none behind the first 2000 (0.0 ms)\n"},
    };
    struct buffer out;
    struct render_options options = {.format = RENDER_TEXT, .width = 80};
    buffer_init(&out, 1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        render(&options, TEXT(""), &cases[i].answer, &out);
        assert_text(buffer_text(&out), cases[i].line);
    }
    buffer_clear(&out);
}

RUN_TESTS(cmocka_unit_test(test_the_sample_at_eighty_columns),
          cmocka_unit_test(test_colour_sets_off_what_matched_and_links_the_title),
          cmocka_unit_test(test_a_hostile_hit_moves_no_cursor),
          cmocka_unit_test(test_every_answer_fits_every_width),
          cmocka_unit_test(test_a_long_excerpt_is_shown_around_its_first_match),
          cmocka_unit_test(test_other_names_and_files_of_an_entry_stand_there_once),
          cmocka_unit_test(test_the_last_line_says_how_many_there_are))
