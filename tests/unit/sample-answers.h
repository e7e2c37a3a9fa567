/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sample-answers: answers for the tests of the renderers, and for the check of the JSON against its schema. */
#ifndef CHAJA_TESTS_SAMPLE_ANSWERS_H
#define CHAJA_TESTS_SAMPLE_ANSWERS_H

#include "searcher/answer.h"

/* The ranges of every occurrence of `word` in `text`. */
static inline struct range *sample_ranges(struct text text, const char *word, struct arena *arena,
                                          size_t *ret_n)
{
    struct range *ranges = NULL;
    size_t n = 0, capacity = 0;
    for (size_t at = 0; (at = text_find(text, text_of(word), at)) != TEXT_NONE; at += strlen(word)) {
        struct range range = {(uint32_t)at, (uint32_t)(at + strlen(word))};
        *ARENA_PUSH(arena, ranges, n, capacity) = range;
    }
    *ret_n = n;
    return ranges;
}

static inline void sample_mark(struct hit *hit, const char *word, struct arena *arena)
{
    hit->title_ranges = sample_ranges(hit->title, word, arena, &hit->n_title_ranges);
    hit->excerpt.ranges = sample_ranges(hit->excerpt.text, word, arena, &hit->excerpt.n_ranges);
}

static inline struct text *sample_texts(const char *const *strings, struct arena *arena, size_t *ret_n)
{
    size_t n = 0;
    while (strings[n] != NULL)
        n++;
    struct text *texts = ARENA_NEW(arena, struct text, n);
    for (size_t i = 0; i < n; i++)
        texts[i] = text_of(strings[i]);
    *ret_n = n;
    return texts;
}

#define SAMPLE_TEXTS(arena, n, ...) sample_texts((const char *const[]){__VA_ARGS__, NULL}, (arena), (n))

static inline void sample_korean_article(struct hit *hit, struct arena *arena)
{
    *hit = (struct hit){.id = TEXT("docs/ko/autograd.md#역전파"),
                        .kind = HIT_ARTICLE,
                        .title = TEXT("역전파와 자동 미분"),
                        .path = TEXT("docs/ko/autograd.md"),
                        .line = 42,
                        .anchor = TEXT("역전파"),
                        .language = LANGUAGE_KO,
                        .date = TEXT("2024-05-17"),
                        .score = 12.345678,
                        .n_more_in_file = 2};
    hit->breadcrumbs = SAMPLE_TEXTS(arena, &hit->n_breadcrumbs, "딥러닝 기초", "학습 알고리즘");
    hit->tags = SAMPLE_TEXTS(arena, &hit->n_tags, "딥러닝", "C++");
    hit->excerpt.text =
        TEXT("손실 함수의 기울기를 출력에서 입력 쪽으로 거슬러 올라가며 구한다. 이때 PyTorch의 자동 미분은 "
             "계산 그래프를 기록해 두었다가 backward()를 부를 때 연쇄 법칙을 적용한다. 미분 가능한 연산만 "
             "그래프에 "
             "남으므로 x.item() < 0 && \"분기\"는 기록되지 않는다.");
    hit->excerpt.cut_start = hit->excerpt.cut_end = true;
    hit->excerpt.anchor = TEXT("연쇄-법칙");
    sample_mark(hit, "미분", arena);
    hit->matched = ARENA_NEW(arena, struct matched_term, 1);
    hit->matched[0] = (struct matched_term){TEXT("미분"), LANGUAGE_KO, "literal"};
    hit->n_matched = 1;
}

static inline void sample_chinese_entry(struct hit *hit, struct arena *arena)
{
    *hit = (struct hit){.id = TEXT("example.com/autodiff"),
                        .kind = HIT_ENTRY,
                        .title = TEXT("自动微分入门教程"),
                        .path = TEXT("catalogs/links.md"),
                        .line = 7,
                        .url = TEXT("https://example.com/autodiff?lang=zh#微分"),
                        .language = LANGUAGE_ZH,
                        .score = 3.5};
    hit->breadcrumbs = SAMPLE_TEXTS(arena, &hit->n_breadcrumbs, "资料", "深度学习");
    hit->excerpt.text =
        TEXT("从计算图讲起，逐步推导反向传播的公式，并用《动手实现》一节的代码验证。自动微分不是数值微分，也"
             "不是符号微分；"
             "它记录每一步运算，再按链式法则求导。适合已经学过微积分的读者，附有练习与答案。");
    sample_mark(hit, "微分", arena);
    hit->places = ARENA_NEW(arena, struct hit_place, 3);
    hit->places[0] = (struct hit_place){hit->title, hit->path, LANGUAGE_ZH};
    hit->places[1] = (struct hit_place){TEXT("자동 미분 입문"), TEXT("catalogs/ko/links.md"), LANGUAGE_KO};
    hit->places[2] = (struct hit_place){hit->title, TEXT("catalogs/zh/deep.md"), LANGUAGE_ZH};
    hit->n_places = 3;
}

static inline void sample_code_article(struct hit *hit, struct arena *arena)
{
    *hit = (struct hit){.id = TEXT("docs/en/tensors.md#"),
                        .kind = HIT_ARTICLE,
                        .title = TEXT("Tensors"),
                        .path = TEXT("docs/en/tensors.md"),
                        .line = 1,
                        .url = TEXT("/docs/tensors/"),
                        .language = LANGUAGE_EN,
                        .score = 1};
    hit->excerpt.text =
        TEXT("def step(x):\n\tloss = model(x).mean()\n\n\tloss.backward()  # 미분\r\n\treturn loss\n");
    hit->excerpt.is_code = true;
    sample_mark(hit, "미분", arena);
}

/* Everything in it would do harm if it were shown as it is. */
static inline void sample_hostile_hit(struct hit *hit, struct arena *arena)
{
    *hit = (struct hit){.id = TEXT("a\x1B]0;id\x07#x"),
                        .kind = HIT_ENTRY,
                        .title = TEXT("</script><script>alert('제목')</script>\xE2\x80\xAE\x1B[2J\0 끝"),
                        .path = TEXT("docs/\xFF\x1B[31m\n한글 b.md"),
                        .url = TEXT("java\nscript:alert(1)"),
                        .anchor = TEXT("\xE2\x81\xA6x"),
                        .language = LANGUAGE_NONE,
                        .date = TEXT("\x1B[1m"),
                        .score = -1.0 / 3};
    hit->breadcrumbs = SAMPLE_TEXTS(arena, &hit->n_breadcrumbs,
                                    "\xC2\x9B"
                                    "31m",
                                    "", "a\r\nb");
    hit->tags = SAMPLE_TEXTS(arena, &hit->n_tags, "\x7F", "\"'&<>");
    hit->excerpt.text =
        TEXT("앞 <b>&amp;\x1B[31m\xE2\x80\xAE위험\xE2\x80\xAC \xC3 \0 \xE2\x80\xA8 \"인용\" \xEA\xB0 위험");
    sample_mark(hit, "위험", arena);
    hit->matched = ARENA_NEW(arena, struct matched_term, 1);
    hit->matched[0] = (struct matched_term){TEXT("위\x08험"), LANGUAGE_NONE, NULL};
    hit->n_matched = 1;
    hit->places = ARENA_NEW(arena, struct hit_place, 1);
    hit->places[0] = (struct hit_place){TEXT("\x1B[31m"), TEXT("\xFE"), LANGUAGE_NONE};
    hit->n_places = 1;
}

enum { N_SAMPLE_HITS = 4 };

static inline struct answer sample_answer(struct arena *arena)
{
    struct answer answer = {.query = TEXT("미분 OR 微分"),
                            .language = LANGUAGE_KO,
                            .limit = 10,
                            .n_estimated = N_SAMPLE_HITS,
                            .is_exact = true,
                            .processing_ms = 0.81249,
                            .n_hits = N_SAMPLE_HITS};
    answer.hits = ARENA_NEW(arena, struct hit, N_SAMPLE_HITS);
    sample_korean_article(&answer.hits[0], arena);
    sample_chinese_entry(&answer.hits[1], arena);
    sample_code_article(&answer.hits[2], arena);
    sample_hostile_hit(&answer.hits[3], arena);
    return answer;
}

#endif
