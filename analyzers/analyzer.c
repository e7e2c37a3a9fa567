/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analyzers/analyzer.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include <unicode/utf16.h>

#include "analyzers/english.h"
#include "analyzers/korean.h"
#include "analyzers/korean-variants.h"
#include "analyzers/latin.h"
#include "analyzers/segment.h"
#include "analysis-version.h"

/* ---- one row a language: what each kind of token is worth ----
 *
 * Chosen on the tuning halves of KorQuAD, CMRC and DRCD (paragraphs, sentences) and of sections of documentation sites; figures
 * are MRR@10. Each weight multiplies the BM25 weight of its term in a query.
 *   word      1 by definition; the others are relative to it
 *   question  무엇, 什么, what: in nearly every question and in few answers; leaving them out altogether loses titles
 *   latin     a Latin word or number in Korean or Chinese text is nearly always a name: 1.4 beats 1 by .003
 *   inner     bigrams repeat what the word says, and find it in compounds; scaled by √(2/n) so that a long word does not
 *             count several times; `inner_unknown` when the index has no such stem
 *   counter   the 일 of 18일 says little without its number, which their pair has
 *   other     the other word that 이수만 may be: .3 to .8 find the same, KorQuAD .9665 -> .9672 with it
 *   dropped   a bigram of a particle that was dropped (Meta에서는), so that it is found as written and else counts for little
 *   tail      a bigram that reaches into an ending: evidence for the same inflection, or for a stem cut wrong
 *   cross     자동 미분 finds 자동미분, and word order counts
 *   single    a Chinese character that the dictionary leaves alone between others: often half of a word that it lacks, so
 *             `single_pair`, two such side by side (语料, 组件), weighs as a word (CMRC .9900 -> .9908, DRCD .9681 -> .9687)
 *   pair      `react 앱`, `2024년`; English pairs weigh little, they are frequent
 *   wdf_long  a stem of three syllables or more counts double in a document, since its bigrams add to it less than they add to a
 *             two-syllable stem, which is its own bigram
 */
struct recipe {
    float word, question, counter, latin, exact, part, other, inner, inner_unknown, tail, dropped, cross,
        single, single_pair, pair;
    uint8_t wdf_long;
    const char *const *question_words;
};

static const char *const korean_question_words[] = {
    "무엇", "누구", "어디", "언제",   "얼마",   "왜", "어떻", "어떤", "어느", "몇", "무슨",
    "어떠", "누가", "뭐",   "무엇인", "어떻게", "것", "거",   "이름", "말하", NULL};
static const char *const chinese_question_words[] = {
    "什么", "哪",     "哪个", "哪些", "哪里", "哪儿", "哪一", "哪一年", "谁",       "多少",
    "几",   "为什么", "为何", "怎么", "怎样", "如何", "何时", "何",     "什么时候", "何处",
    "何地", "何人",   "吗",   "呢",   "多大", "多久", "几个", "是",     "请问",     NULL};
static const char *const english_question_words[] = {
    "a",    "an",    "and",   "are",   "as",   "at",   "be",   "but",  "by",   "for",  "if",    "in",
    "into", "is",    "it",    "no",    "not",  "of",   "on",   "or",   "such", "that", "the",   "their",
    "then", "there", "these", "they",  "this", "to",   "was",  "will", "with", "what", "which", "who",
    "whom", "whose", "when",  "where", "why",  "how",  "did",  "does", "do",   "many", "much",  "were",
    "had",  "has",   "have",  "been",  "its",  "from", "than", NULL};

static const struct recipe recipes[N_LANGUAGES] = {
    [LANGUAGE_KO] = {.word = 1,
                     .question = .3f,
                     .counter = .5f,
                     .latin = 1.4f,
                     .exact = .2f,
                     .part = .3f,
                     .other = .5f,
                     .inner = .3f,
                     .inner_unknown = 1,
                     .tail = .2f,
                     .dropped = .1f,
                     .cross = .3f,
                     .pair = .6f,
                     .wdf_long = 2,
                     .question_words = korean_question_words},
    [LANGUAGE_ZH] = {.word = 1,
                     .question = .3f,
                     .latin = 1.4f,
                     .exact = .2f,
                     .part = .3f,
                     .inner = .3f,
                     .inner_unknown = .3f,
                     .tail = .3f,
                     .cross = .3f,
                     .single = .7f,
                     .single_pair = 1,
                     .pair = .5f,
                     .wdf_long = 1,
                     .question_words = chinese_question_words},
    [LANGUAGE_EN] = {.word = 1,
                     .question = .5f,
                     .latin = 1,
                     .exact = .2f,
                     .part = .5f,
                     .inner = .3f,
                     .inner_unknown = .3f,
                     .tail = .3f,
                     .cross = .3f,
                     .pair = .2f,
                     .wdf_long = 1,
                     .question_words = english_question_words},
};

enum { NEWLINE_GAP = 10 };

struct analyzer {
    struct folder *folder;
    struct segmenter *segmenter;
    struct english *english;
};

struct analyzer *analyzer_new(struct error *error)
{
    struct analyzer *analyzer = calloc(1, sizeof *analyzer);
    if (analyzer == NULL) {
        error_set(error, ERROR_MEMORY, "no memory for an analyzer");
        return NULL;
    }
    if ((analyzer->folder = folder_new(error)) == NULL ||
        (analyzer->segmenter = segmenter_new(error)) == NULL ||
        (analyzer->english = english_new(error)) == NULL) {
        analyzer_free(analyzer);
        return NULL;
    }
    return analyzer;
}

void analyzer_free(struct analyzer *analyzer)
{
    if (analyzer == NULL)
        return;
    english_free(analyzer->english);
    segmenter_free(analyzer->segmenter);
    folder_free(analyzer->folder);
    free(analyzer);
}

const struct folder *analyzer_folder(const struct analyzer *analyzer)
{
    return analyzer->folder;
}

struct text analyzer_stem(struct analyzer *analyzer, struct text word, struct arena *arena)
{
    return arena_copy(arena, english_stem(analyzer->english, word));
}

uint64_t analyzer_version(void)
{
    return ANALYSIS_VERSION;
}

const char *token_kind_name(enum token_kind kind)
{
    static const char *const names[] = {"word", "exact", "part", "bigram", "tail", "cross", "pair"};
    return names[kind];
}

/* ---- the state of one analysis ---- */

/* What the next word needs to know of the one before it. */
struct neighbour {
    enum script script; /* SCRIPT_NONE: there is none */
    struct text term;
    char16_t last; /* last character of its stem or run */
    bool has_suffix, is_question, is_stop_word;
};

struct analysis {
    struct analyzer *analyzer;
    struct text text;
    struct arena *arena;
    struct folded folded;
    char *utf8; /* the folded text again: most terms are pieces of it */
    uint32_t *utf8_starts;
    const struct recipe *recipe; /* of the context: for Latin words */
    bool is_query;
    struct token_list *list;
    size_t capacity;
    uint32_t position, word;
    struct neighbour previous;
};

static struct token *add_token(struct analysis *analysis, enum token_kind kind, enum script script,
                               struct text term, size_t start, size_t end)
{
    struct token *token =
        ARENA_PUSH(analysis->arena, analysis->list->tokens, analysis->list->n_tokens, analysis->capacity);
    if (term.size > ANALYZER_MAX_TERM_BYTES)
        term.size = text_floor_code_point(term, ANALYZER_MAX_TERM_BYTES);
    *token = (struct token){
        .term = term,
        .start = folded_start(&analysis->folded, start),
        .end = folded_end(&analysis->folded, end),
        .position = analysis->position,
        .word = analysis->word,
        .kind = kind,
        .script = script,
        .wdf = 1,
    };
    return token;
}

static void set_weight(struct token *token, float weight)
{
    token->weight = token->weight_if_unknown = weight;
}

static struct token *add_word(struct analysis *analysis, enum script script, struct text term, size_t start,
                              size_t end, float weight)
{
    analysis->position++;
    analysis->word = (uint32_t)analysis->list->n_tokens;
    struct token *token = add_token(analysis, TOKEN_WORD, script, term, start, end);
    set_weight(token, weight);
    return token;
}

/* Units [start, end) of the folded text, whole characters, as a term. */
static inline struct text term_of(const struct analysis *analysis, size_t start, size_t end)
{
    const uint32_t *starts = analysis->utf8_starts;
    return text_from(analysis->utf8 + starts[start], starts[end] - starts[start]);
}

/* A term of two characters of the BMP that are apart in the text. */
static struct text two_units(struct analysis *analysis, char16_t first, char16_t second)
{
    const char16_t units[] = {first, second};
    return utf16_to_utf8(units, 2, analysis->arena);
}

static struct text joined(struct analysis *analysis, struct text first, const char *between,
                          struct text second)
{
    size_t gap = strlen(between);
    char *bytes = arena_alloc(analysis->arena, first.size + gap + second.size);
    memcpy(bytes, first.bytes, first.size);
    memcpy(bytes + first.size, between, gap);
    memcpy(bytes + first.size + gap, second.bytes, second.size);
    return text_from(bytes, first.size + gap + second.size);
}

static bool is_listed(const char *const *words, struct text word)
{
    for (; *words != NULL; words++)
        if ((*words)[0] == word.bytes[0] && text_equal(text_of(*words), word))
            return true;
    return false;
}

static bool is_question(const struct analysis *analysis, const struct recipe *recipe, struct text word)
{
    return analysis->is_query && word.size > 0 && is_listed(recipe->question_words, word);
}

/* ---- what lies between two words ---- */

enum gap { GAP_NONE, GAP_SPACE, GAP_MARK, GAP_WIDE, GAP_NEWLINE };

static enum gap gap_between(const struct folded *folded, size_t end, size_t start)
{
    const char16_t *units = folded->units;
    if (start == end)
        return GAP_NONE;
    for (size_t i = end; i < start; i++)
        if (units[i] == '\n')
            return GAP_NEWLINE;
    if (start - end == 1) {
        static const char16_t marks[] = u"-./_:'&+,";
        if (units[end] == ' ' || units[end] == 0x3000)
            return GAP_SPACE;
        for (size_t i = 0; marks[i] != 0; i++)
            if (units[end] == marks[i])
                return GAP_MARK;
    }
    if (start - end == 2 && units[end] == ':' && units[end + 1] == ':')
        return GAP_MARK;
    return GAP_WIDE;
}

/* 코드`를, (그림)을, "말"은: the Hangul that follows such a mark directly may be nothing but a particle. */
static bool follows_closing_mark(const struct folded *folded, size_t end, size_t start)
{
    static const char16_t closing[] = u")]}`'\"\u201D\u2019\u300D\u300F\u300B\u3009%*_>\u00AE\u00B0+#";
    for (size_t i = end; i < start; i++)
        if (folded->units[i] == ' ' || folded->units[i] == '\n' || folded->units[i] == '\t')
            return false;
    for (size_t i = 0; start > end && closing[i] != 0; i++)
        if (folded->units[start - 1] == closing[i])
            return true;
    return false;
}

/* ---- Korean ---- */

static void add_korean_cross(struct analysis *analysis, const struct recipe *recipe, enum gap gap,
                             struct text term, char16_t first, size_t previous_end, size_t start, size_t end)
{
    const struct neighbour *previous = &analysis->previous;
    bool is_near = gap == GAP_SPACE || gap == GAP_MARK;
    if (previous->script == SCRIPT_HANGUL && is_near && !previous->has_suffix) {
        struct text cross = two_units(analysis, previous->last, first);
        set_weight(add_token(analysis, TOKEN_CROSS, SCRIPT_HANGUL, cross, previous_end - 1, start + 1),
                   recipe->cross);
    } else if (previous->script == SCRIPT_LATIN && (gap == GAP_NONE || is_near)) {
        struct text pair = joined(analysis, previous->term, gap == GAP_NONE ? "" : " ", term);
        set_weight(add_token(analysis, TOKEN_PAIR, SCRIPT_HANGUL, pair, start, end), recipe->pair);
    }
}

/* An eojeol with its stem, as it is written and as the index spells it. */
struct eojeol {
    size_t start, n_units;    /* in the folded text */
    const char16_t *written;  /* the stem */
    size_t n_written, n_head; /* its syllables; how many of them stand in the text as they are */
    char16_t canonical[KOREAN_MAX_SYLLABLES];
    size_t n_canonical; /* 0: as written */
};

static void find_eojeol(const struct analysis *analysis, const struct run *run,
                        const struct korean_stem *stem, struct eojeol *ret)
{
    const char16_t *word = analysis->folded.units + run->start;
    ret->start = run->start;
    ret->n_units = run->end - run->start;
    ret->written = stem->is_word_itself ? word : stem->syllables;
    ret->n_written = stem->is_word_itself ? ret->n_units : stem->n_syllables;
    ret->n_head = 0;
    while (ret->n_head < ret->n_written && ret->n_head < ret->n_units &&
           word[ret->n_head] == ret->written[ret->n_head])
        ret->n_head++;
    ret->n_canonical =
        ret->n_head < ret->n_written ? 0 : korean_canonical(ret->written, ret->n_written, ret->canonical);
}

static struct text eojeol_term(const struct analysis *analysis, const struct eojeol *eojeol)
{
    if (eojeol->n_canonical > 0)
        return utf16_to_utf8(eojeol->canonical, eojeol->n_canonical, analysis->arena);
    return eojeol->n_head == eojeol->n_written
               ? term_of(analysis, eojeol->start, eojeol->start + eojeol->n_written)
               : utf16_to_utf8(eojeol->written, eojeol->n_written, analysis->arena);
}

static bool is_number(const struct neighbour *previous)
{
    if (previous->script != SCRIPT_LATIN)
        return false;
    for (size_t i = 0; i < previous->term.size; i++)
        if ((previous->term.bytes[i] < '0' || previous->term.bytes[i] > '9') &&
            previous->term.bytes[i] != '.')
            return false;
    return true;
}

/* The other word that it may be, 송가인 beside 송가. */
static void add_other_stem(struct analysis *analysis, const struct recipe *recipe, size_t start,
                           size_t n_other, float factor)
{
    if (n_other == 0)
        return;
    struct token *token = add_token(analysis, TOKEN_PART, SCRIPT_HANGUL,
                                    term_of(analysis, start, start + n_other), start, start + n_other);
    set_weight(token, factor * recipe->other);
    token->wdf = 1;
}

static void add_inner_bigram(struct analysis *analysis, const struct recipe *recipe, struct text term,
                             size_t start, size_t end, float factor)
{
    struct token *token = add_token(analysis, TOKEN_BIGRAM, SCRIPT_HANGUL, term, start, end);
    set_weight(token, factor * recipe->inner);
    token->weight_if_unknown = factor * recipe->inner_unknown;
}

/* Those inside the stem, and those that reach into its ending. */
static void add_korean_bigrams(struct analysis *analysis, const struct recipe *recipe,
                               const struct eojeol *eojeol, float factor)
{
    size_t n_inner =
        eojeol->n_head + 1 >= eojeol->n_written && eojeol->n_written > 0 ? eojeol->n_written - 1 : 0;
    float scale = sqrtf(2 / (float)eojeol->n_written);
    for (size_t i = 0; i + 1 < eojeol->n_units; i++) {
        size_t at = eojeol->start + i;
        struct text bigram = term_of(analysis, at, at + 2);
        if (i < n_inner)
            add_inner_bigram(analysis, recipe, bigram, at, at + 2, factor * scale);
        else
            set_weight(add_token(analysis, TOKEN_TAIL, SCRIPT_HANGUL, bigram, at, at + 2),
                       factor * recipe->tail);
    }
}

/* What a canonical spelling shares with the written one, at its beginning and at its end. */
struct shared {
    size_t n_head, n_tail;
};

static struct shared find_shared(const struct eojeol *eojeol)
{
    const char16_t *written = eojeol->written, *canonical = eojeol->canonical;
    size_t n_written = eojeol->n_written, n_canonical = eojeol->n_canonical;
    size_t most = n_written < n_canonical ? n_written : n_canonical;
    struct shared shared = {0};
    while (shared.n_head < most && written[shared.n_head] == canonical[shared.n_head])
        shared.n_head++;
    while (shared.n_tail < most - shared.n_head &&
           written[n_written - 1 - shared.n_tail] == canonical[n_canonical - 1 - shared.n_tail])
        shared.n_tail++;
    return shared;
}

/* The syllable of the written stem that stands for one of the canonical spelling: 데이터셋's 셋 for both 세 and 트. */
static size_t written_place(const struct eojeol *eojeol, const struct shared *shared, size_t i)
{
    size_t from_end = eojeol->n_canonical - i, n_other = eojeol->n_written - shared->n_head - shared->n_tail;
    if (i < shared->n_head)
        return i;
    if (from_end <= shared->n_tail)
        return eojeol->n_written - from_end;
    if (n_other == 0)
        return shared->n_head > 0 ? shared->n_head - 1 : 0;
    size_t into = i - shared->n_head;
    return shared->n_head + (into < n_other ? into : n_other - 1);
}

/* The bigrams of 메시지 where 메세지 is written, so that compounds of both find each other; those of 메세지 that differ only as what
 * they are, evidence for the same spelling. */
static void add_canonical_bigrams(struct analysis *analysis, const struct recipe *recipe,
                                  const struct eojeol *eojeol, float factor)
{
    struct shared shared = find_shared(eojeol);
    float scale = sqrtf(2 / (float)eojeol->n_canonical);
    for (size_t i = 0; i + 1 < eojeol->n_canonical; i++) {
        size_t start = written_place(eojeol, &shared, i), end = written_place(eojeol, &shared, i + 1) + 1;
        struct text bigram = two_units(analysis, eojeol->canonical[i], eojeol->canonical[i + 1]);
        add_inner_bigram(analysis, recipe, bigram, eojeol->start + start, eojeol->start + end,
                         factor * scale);
    }
    for (size_t i = 0; i + 1 < eojeol->n_units; i++) {
        bool in_tail = i + 2 <= eojeol->n_written && eojeol->n_written - i <= shared.n_tail;
        size_t at = eojeol->start + i;
        if (i + 2 > shared.n_head && !in_tail)
            set_weight(
                add_token(analysis, TOKEN_TAIL, SCRIPT_HANGUL, term_of(analysis, at, at + 2), at, at + 2),
                factor * recipe->tail);
    }
}

/* Meta에서는: no word, but found by who looks for just these characters. */
static void add_dropped_particle(struct analysis *analysis, const struct recipe *recipe,
                                 const struct run *run)
{
    for (size_t i = run->start; i + 1 < run->end; i++)
        set_weight(add_token(analysis, TOKEN_TAIL, SCRIPT_HANGUL, term_of(analysis, i, i + 2), i, i + 2),
                   recipe->dropped);
}

static void analyze_korean(struct analysis *analysis, const struct run *run, size_t previous_end,
                           enum gap gap)
{
    const struct recipe *recipe = &recipes[LANGUAGE_KO];
    const char16_t *word = analysis->folded.units + run->start;
    size_t n_units = run->end - run->start;
    enum script previous = analysis->previous.script;
    bool attached = (gap == GAP_NONE && (previous == SCRIPT_LATIN || previous == SCRIPT_HAN)) ||
                    (previous != SCRIPT_NONE && gap != GAP_NONE &&
                     follows_closing_mark(&analysis->folded, previous_end, run->start));
    struct korean_stem stem;
    bool is_counter =
        gap == GAP_NONE && is_number(&analysis->previous) && korean_counter(word, n_units, &stem);
    if (!is_counter)
        korean_stem(word, n_units, attached, &stem);
    if (stem.classes[0] == '0') {
        add_dropped_particle(analysis, recipe, run);
        analysis->previous = (struct neighbour){0};
        return;
    }
    struct eojeol eojeol;
    find_eojeol(analysis, run, &stem, &eojeol);
    struct text term = eojeol_term(analysis, &eojeol);
    bool question = is_question(analysis, recipe, term);
    float factor = question ? recipe->question : is_counter ? recipe->counter : 1;

    /* The stem is what a reader looks for: 연구를 is marked at 연구, an irregular 도와 or 어려운 as a whole, and 이수만의 at 이수만. */
    size_t marked = eojeol.n_head < eojeol.n_written ? eojeol.n_units : eojeol.n_written;
    if (stem.is_name && stem.n_other > marked)
        marked = stem.n_other;
    struct token *token =
        add_word(analysis, SCRIPT_HANGUL, term, run->start, run->start + marked, factor * recipe->word);
    token->wdf = eojeol.n_written >= 3 ? recipe->wdf_long : 1;
    token->is_question = question;
    add_other_stem(analysis, recipe, run->start, stem.n_other, factor);
    if (eojeol.n_canonical > 0)
        add_canonical_bigrams(analysis, recipe, &eojeol, factor);
    else
        add_korean_bigrams(analysis, recipe, &eojeol, factor);
    add_korean_cross(analysis, recipe, gap, term, eojeol.written[0], previous_end, run->start, run->end);
    analysis->previous = (struct neighbour){.script = SCRIPT_HANGUL,
                                            .term = term,
                                            .last = eojeol.written[eojeol.n_written - 1],
                                            .has_suffix = stem.classes[0] != '\0',
                                            .is_question = question};
}

/* ---- Chinese ---- */

static void add_chinese_edge(struct analysis *analysis, const struct recipe *recipe, enum gap gap,
                             struct text term, size_t previous_end, size_t start, size_t end)
{
    const struct neighbour *previous = &analysis->previous;
    if (gap != GAP_NONE && gap != GAP_SPACE)
        return;
    if (previous->script == SCRIPT_LATIN) {
        struct text pair = joined(analysis, previous->term, " ", term);
        set_weight(add_token(analysis, TOKEN_PAIR, SCRIPT_HAN, pair, start, end), recipe->pair);
    } else if (previous->script == SCRIPT_HAN && !U16_IS_SURROGATE(previous->last) &&
               !U16_IS_SURROGATE(analysis->folded.units[start])) {
        struct text cross = two_units(analysis, previous->last, analysis->folded.units[start]);
        set_weight(add_token(analysis, TOKEN_CROSS, SCRIPT_HAN, cross, previous_end - 1, start + 1),
                   recipe->pair);
    }
}

/* Bigrams of a Han run that end in [start, end), a word of it: inside the word, or across its front edge. */
static void add_chinese_bigrams(struct analysis *analysis, const struct recipe *recipe, const struct run *run,
                                size_t start, size_t end, float factor, float cross_weight)
{
    const char16_t *units = analysis->folded.units;
    for (size_t i = start; i < end; i++) {
        if (i == run->start || U16_IS_SURROGATE(units[i]) || U16_IS_SURROGATE(units[i - 1]))
            continue;
        bool inner = i > start;
        struct token *token = add_token(analysis, inner ? TOKEN_BIGRAM : TOKEN_CROSS, SCRIPT_HAN,
                                        term_of(analysis, i - 1, i + 1), i - 1, i + 1);
        set_weight(token, inner ? factor * recipe->inner : cross_weight);
    }
}

static void analyze_chinese(struct analysis *analysis, const struct run *run, size_t previous_end,
                            enum gap gap)
{
    const struct recipe *recipe = &recipes[LANGUAGE_ZH];
    uint32_t *ends;
    size_t n_words = segment_words(analysis->analyzer->segmenter, &analysis->folded, run->start, run->end,
                                   analysis->arena, &ends);
    size_t start = run->start;
    float previous_factor = 1;
    bool was_single = false;
    for (size_t w = 0; w < n_words; start = ends[w++]) {
        struct text term = term_of(analysis, start, ends[w]);
        bool question = is_question(analysis, recipe, term);
        float factor = question ? recipe->question : 1;
        bool is_single = ends[w] - start == 1 && n_words > 1;
        float weight = factor * (is_single ? recipe->single : recipe->word);
        float cross = is_single && was_single ? recipe->single_pair : recipe->cross;
        add_word(analysis, SCRIPT_HAN, term, start, ends[w], weight)->is_question = question;
        add_chinese_bigrams(analysis, recipe, run, start, ends[w], factor,
                            cross * fminf(factor, previous_factor));
        was_single = is_single;
        if (w == 0)
            add_chinese_edge(analysis, recipe, gap, term, previous_end, start, ends[w]);
        previous_factor = factor;
        analysis->previous = (struct neighbour){.script = SCRIPT_HAN,
                                                .term = term,
                                                .last = analysis->folded.units[ends[w] - 1],
                                                .is_question = question};
    }
}

/* ---- Latin ---- */

static struct text stemmed(struct analysis *analysis, struct text word, bool is_plain)
{
    if (!is_plain)
        return word;
    struct text stem = english_stem(analysis->analyzer->english, word);
    return text_starts_with(word, stem) ? text_slice(word, 0, stem.size) : arena_copy(analysis->arena, stem);
}

static bool is_ascii_word(struct text word)
{
    for (size_t i = 0; i < word.size; i++)
        if ((word.bytes[i] < 'a' || word.bytes[i] > 'z') && word.bytes[i] != '\'')
            return false;
    return true;
}

/* 1,000 of 1,000px is found as 1000. */
static struct text part_term(struct analysis *analysis, const struct latin_part *part)
{
    struct text written = term_of(analysis, part->start, part->end);
    if (text_find_byte(written, ',', 0) == TEXT_NONE && text_find_byte(written, '_', 0) == TEXT_NONE)
        return stemmed(analysis, written, is_ascii_word(written));
    const char16_t *units = analysis->folded.units;
    char16_t kept[LATIN_MAX_UNITS];
    size_t n_kept = 0;
    for (size_t i = part->start; i < part->end && n_kept < LATIN_MAX_UNITS; i++)
        if (units[i] != ',' && units[i] != '_')
            kept[n_kept++] = units[i];
    if (n_kept > 0 && U16_IS_LEAD(kept[n_kept - 1]))
        n_kept--;
    struct text term = utf16_to_utf8(kept, n_kept, analysis->arena);
    return stemmed(analysis, term, is_ascii_word(term));
}

static void add_parts(struct analysis *analysis, const struct latin_word *word, struct text word_term)
{
    for (size_t i = 0; i < word->n_parts; i++) {
        struct text term = part_term(analysis, &word->parts[i]);
        if (text_equal(term, word_term)) /* APIs, whose stem is api already */
            continue;
        set_weight(
            add_token(analysis, TOKEN_PART, SCRIPT_LATIN, term, word->parts[i].start, word->parts[i].end),
            analysis->recipe->part);
    }
}

static bool is_ascii(struct text text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.bytes[i] >= 0x80)
            return false;
    return true;
}

/* Porter2 makes one of import and important, folding of cafe and café: the form as it was written tells them apart again. */
static void add_exact(struct analysis *analysis, const struct run *run, const struct latin_word *word,
                      struct text exact)
{
    const struct folded *folded = &analysis->folded;
    struct text written =
        text_slice(analysis->text, folded_start(folded, run->start), folded_end(folded, run->end));
    if (!is_ascii(written) && word->n_whole == run->end - run->start) {
        struct text accented = fold_keeping_accents(analysis->analyzer->folder, written, analysis->arena);
        exact = accented.size > 0 ? accented : exact;
    }
    struct text marked = joined(analysis, TEXT("="), "", exact);
    set_weight(add_token(analysis, TOKEN_EXACT, SCRIPT_LATIN, marked, run->start, run->end),
               analysis->recipe->exact);
}

static void analyze_latin(struct analysis *analysis, const struct run *run, enum gap gap)
{
    const struct recipe *recipe = analysis->recipe;
    struct latin_word word;
    latin_word(&analysis->folded, analysis->text, run->start, run->end, &word);
    struct text exact = word.n_whole == run->end - run->start
                            ? term_of(analysis, run->start, run->end)
                            : utf16_to_utf8(word.whole, word.n_whole, analysis->arena);
    struct text term = stemmed(analysis, exact, word.is_plain);
    bool question = recipe == &recipes[LANGUAGE_EN] && is_question(analysis, recipe, exact);
    bool stop_word = word.is_plain && english_is_stop_word(exact);

    float weight = question ? recipe->question : recipe->latin;
    add_word(analysis, SCRIPT_LATIN, term, run->start, run->end, weight)->is_question = question;
    if (word.is_plain && !stop_word)
        add_exact(analysis, run, &word, exact);
    add_parts(analysis, &word, term);

    const struct neighbour *previous = &analysis->previous;
    bool is_near = gap == GAP_SPACE || gap == GAP_MARK || (gap == GAP_NONE && previous->script == SCRIPT_HAN);
    if (previous->script != SCRIPT_NONE && is_near && !stop_word && !previous->is_stop_word) {
        struct text pair = joined(analysis, previous->term, " ", term);
        set_weight(add_token(analysis, TOKEN_PAIR, SCRIPT_LATIN, pair, run->start, run->end), recipe->pair);
    }
    analysis->previous = (struct neighbour){
        .script = SCRIPT_LATIN, .term = term, .is_question = question, .is_stop_word = stop_word};
}

/* ---- the chain ---- */

static void fold_text(struct analysis *analysis)
{
    struct folded *folded = &analysis->folded;
    fold(analysis->analyzer->folder, analysis->text, analysis->arena, folded);
    analysis->utf8 = arena_alloc(analysis->arena, folded->n_units * 3 + 1);
    analysis->utf8_starts =
        arena_alloc(analysis->arena, (folded->n_units + 1) * sizeof *analysis->utf8_starts);
    folded_to_utf8(folded, analysis->utf8, analysis->utf8_starts);
}

static enum language find_context(const struct folded *folded)
{
    bool has_han = false;
    for (size_t i = 0; i < folded->n_units;) {
        UChar32 c;
        U16_NEXT(folded->units, i, folded->n_units, c);
        enum script script = c < 0x80 ? SCRIPT_NONE : script_of((uint32_t)c);
        if (script == SCRIPT_HANGUL)
            return LANGUAGE_KO;
        has_han |= script == SCRIPT_HAN;
    }
    return has_han ? LANGUAGE_ZH : LANGUAGE_EN;
}

void analyzer_run(struct analyzer *analyzer, struct text text, enum analyzer_purpose purpose,
                  enum language context, struct arena *arena, struct token_list *ret)
{
    *ret = (struct token_list){.context = context};
    struct analysis analysis = {.analyzer = analyzer,
                                .text = text,
                                .arena = arena,
                                .is_query = purpose == ANALYZE_QUERY,
                                .list = ret};
    fold_text(&analysis);
    analysis.capacity = analysis.folded.n_units / 2 + 16;
    ret->tokens = arena_alloc(arena, analysis.capacity * sizeof *ret->tokens);
    if (context == LANGUAGE_NONE)
        ret->context = find_context(&analysis.folded);
    analysis.recipe = &recipes[ret->context];

    size_t offset = 0, previous_end = 0;
    struct run run;
    while (language_runs_next(&analysis.folded, &offset, &run)) {
        enum gap gap = gap_between(&analysis.folded, previous_end, run.start);
        if (gap == GAP_NEWLINE) {
            analysis.position += NEWLINE_GAP;
            analysis.previous = (struct neighbour){0};
        }
        if (run.script == SCRIPT_HANGUL)
            analyze_korean(&analysis, &run, previous_end, gap);
        else if (run.script == SCRIPT_HAN)
            analyze_chinese(&analysis, &run, previous_end, gap);
        else
            analyze_latin(&analysis, &run, gap);
        previous_end = run.end;
    }
    ret->last_position = analysis.position;
}
