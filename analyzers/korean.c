/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analyzers/korean.h"

#include <string.h>

#include "analyzers/korean-pairs.h"
#include "korean-tables.h"

enum {
    MAX_ROUNDS = 3,        /* a plural, a light verb and a particle: 개발자들에게서는 */
    MAX_KEPT_PARTICLE = 4, /* syllables of a particle behind a kept word */
    MIN_TAIL = 2,          /* syllables of the last part of a compound */
    MIN_HEAD = 2,          /* and of what stands before it: 대회의 is of 대회, 사회주의 of 주의 */
    MIN_COMPOUND = MIN_HEAD + MIN_TAIL,
    MAX_SUFFIX_SYLLABLES = 30,
    ROOT = 0,
    NO_NODE = 0 /* the root is nobody's child */
};

/* A syllable is 0xAC00 + (initial * 21 + vowel) * 28 + final (Unicode 15, section 3.12). */
enum { SYLLABLE_BASE = 0xAC00, N_VOWELS = 21, N_FINALS = 28, INITIAL_NONE = 11 };
enum {
    VOWEL_A = 0,
    VOWEL_AE = 1,
    VOWEL_EO = 4,
    VOWEL_YEO = 6,
    VOWEL_O = 8,
    VOWEL_WA = 9,
    VOWEL_WAE = 10,
    VOWEL_OE = 11,
    VOWEL_U = 13,
    VOWEL_WO = 14,
    VOWEL_EU = 18,
    VOWEL_I = 20
};
enum {
    FINAL_NONE = 0,
    FINAL_N = 4,
    FINAL_D = 7,
    FINAL_L = 8,
    FINAL_M = 16,
    FINAL_B = 17,
    FINAL_SS = 20,
    FINAL_H = 27
};

static int final_of(char16_t syllable)
{
    return (syllable - SYLLABLE_BASE) % N_FINALS;
}

/* ---- the trie of reversed suffixes ---- */

static unsigned child_of(unsigned node, char16_t syllable)
{
    if (node == ROOT)
        return suffix_last[syllable - SYLLABLE_BASE];
    unsigned low = suffix_nodes[node].first_edge, high = suffix_nodes[node + 1].first_edge;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        if (suffix_edges[middle].syllable < syllable)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < suffix_nodes[node + 1].first_edge && suffix_edges[low].syllable == syllable)
        return suffix_edges[low].node;
    return NO_NODE;
}

static bool condition_holds(char condition, char16_t syllable)
{
    int final = final_of(syllable);
    switch (condition) {
    case 'c':
        return final != FINAL_NONE;
    case 'v':
        return final == FINAL_NONE;
    case 'l':
        return final == FINAL_NONE || final == FINAL_L;
    case 'k':
        return final != FINAL_NONE && final != FINAL_L;
    default:
        return true;
    }
}

static bool is_particle_kind(char kind)
{
    return kind == 'J' || kind == 'C';
}

/* Whether a rule takes `depth` syllables off word[0, size); cuts the word if so. */
static bool apply_rule(const struct suffix_rule *rule, char16_t *word, size_t *size, size_t depth,
                       bool attached)
{
    size_t rest = *size - depth;
    if (rest == 0) {
        bool may_be_all = is_particle_kind(rule->kind) || rule->kind == 'N'; /* API[들의] */
        if (!attached || !may_be_all || rule->final != FINAL_NONE)
            return false;
        *size = 0;
        return true;
    }
    if (rest + (attached ? 1 : 0) < rule->min_stem)
        return false;
    char16_t last = word[rest - 1];
    if (rule->final != FINAL_NONE) {
        if (final_of(last) != rule->final)
            return false;
        last = (char16_t)(last - rule->final);
    } else if (depth == 0) {
        return false;
    }
    if (!condition_holds(rule->condition, last))
        return false;
    word[rest - 1] = last;
    *size = rest;
    return true;
}

/* ---- sets of words ---- */

static bool set_has(const uint64_t set[][2], const char16_t *word, size_t size)
{
    if (size < 1 || size > WORD_SET_MAX_SYLLABLES)
        return false;
    uint64_t key[2] = {0, 0};
    for (size_t i = 0; i < size; i++)
        key[i >> 2] |= (uint64_t)word[i] << 16 * (i & 3);
    uint64_t mixed = key[0] * 0x9E3779B97F4A7C15u ^ key[1] * 0xC2B2AE3D27D4EB4Fu;
    for (size_t slot = mixed >> 52; set[slot][0] != 0; slot = (slot + 1) % WORD_SET_SLOTS)
        if (set[slot][0] == key[0] && set[slot][1] == key[1])
            return true;
    return false;
}

static bool may_be_verb(const char16_t *word, size_t size, char16_t last)
{
    return size < 2 || may_have_pair(verb_ends, word[size - 2], last);
}

static bool is_verb(const char16_t *word, size_t size)
{
    return size > 0 && may_be_verb(word, size, word[size - 1]) && set_has(verb_stems, word, size);
}

static bool is_kept(const char16_t *word, size_t size)
{
    return (size < 2 || may_have_pair(kept_ends, word[size - 2], word[size - 1])) &&
           set_has(kept_words, word, size);
}

/* ---- verbs: from what an ending leaves to the form of the dictionary ---- */

struct verb {
    char16_t syllables[KOREAN_MAX_SYLLABLES];
    size_t size;
};

/* Whether word[0, size) with its last syllable replaced is a verb stem. */
static bool is_verb_with(struct verb *verb, const char16_t *word, size_t size, int initial, int vowel,
                         int final)
{
    char16_t last = (char16_t)(SYLLABLE_BASE + (initial * N_VOWELS + vowel) * N_FINALS + final);
    if (!may_be_verb(word, size, last))
        return false;
    memcpy(verb->syllables, word, size * sizeof *word);
    verb->syllables[size - 1] = last;
    verb->size = size;
    return set_has(verb_stems, verb->syllables, size);
}

/* 어려우, 어려워 -> 어렵; 도와 -> 돕: a ㅂ that became 우 or 오 stands in a syllable of its own. */
static bool undo_b(struct verb *verb, const char16_t *word, size_t size)
{
    char16_t last = word[size - 1];
    if ((last != u'우' && last != u'워' && last != u'와') || size < 2 ||
        final_of(word[size - 2]) != FINAL_NONE)
        return false;
    memcpy(verb->syllables, word, (size - 1) * sizeof *word);
    verb->syllables[size - 2] = (char16_t)(word[size - 2] + FINAL_B);
    verb->size = size - 1;
    return set_has(verb_stems, verb->syllables, verb->size);
}

/* 올라 -> 오르, 흘러 -> 흐르. */
static bool undo_reu(struct verb *verb, const char16_t *word, size_t size)
{
    char16_t last = word[size - 1];
    if ((last != u'라' && last != u'러') || size < 2 || final_of(word[size - 2]) != FINAL_L)
        return false;
    memcpy(verb->syllables, word, size * sizeof *word);
    verb->syllables[size - 2] = (char16_t)(word[size - 2] - FINAL_L);
    verb->syllables[size - 1] = u'르';
    verb->size = size;
    return set_has(verb_stems, verb->syllables, size);
}

/* 걸려 -> 걸리, 써 -> 쓰, 어려워 -> 어렵, 올라 -> 오르: the verb of which this is the form with 아 or 어, where the two became one. */
static bool undo_contraction(struct verb *verb, const char16_t *word, size_t size)
{
    static const struct {
        int contracted, whole;
    } vowels[] = {
        {VOWEL_YEO, VOWEL_I},  /* 걸려 -> 걸리 */
        {VOWEL_WA, VOWEL_O},   /* 봐 -> 보 */
        {VOWEL_WO, VOWEL_U},   /* 배워 -> 배우 */
        {VOWEL_WAE, VOWEL_OE}, /* 돼 -> 되 */
        {VOWEL_A, VOWEL_EU},   /* 모아 -> 모으 */
        {VOWEL_EO, VOWEL_EU},  /* 써 -> 쓰 */
        {VOWEL_AE, VOWEL_A},   /* 전해 -> 전하 */
    };
    int code = word[size - 1] - SYLLABLE_BASE;
    int initial = code / (N_VOWELS * N_FINALS), vowel = code / N_FINALS % N_VOWELS;
    if (code % N_FINALS != FINAL_NONE)
        return false;
    for (size_t i = 0; i < sizeof vowels / sizeof *vowels; i++)
        if (vowel == vowels[i].contracted &&
            is_verb_with(verb, word, size, initial, vowels[i].whole, FINAL_NONE))
            return true;
    return undo_b(verb, word, size) || undo_reu(verb, word, size);
}

/* The verb stem that word[0, size) may come from by contraction or an irregular ending. */
static bool find_verb(struct verb *verb, const char16_t *word, size_t size, bool or_itself)
{
    if (size < 1)
        return false;
    int code = word[size - 1] - SYLLABLE_BASE;
    int initial = code / (N_VOWELS * N_FINALS), vowel = code / N_FINALS % N_VOWELS, final = code % N_FINALS;
    if (or_itself && is_verb_with(verb, word, size, initial, vowel, final))
        return true;
    if (final == FINAL_L && is_verb_with(verb, word, size, initial, vowel, FINAL_D)) /* 들(어) -> 듣 */
        return true;
    if (final != FINAL_NONE)
        return false;
    return undo_contraction(verb, word, size) ||
           is_verb_with(verb, word, size, initial, vowel, FINAL_L)     /* 만드(는) -> 만들 */
           || is_verb_with(verb, word, size, initial, vowel, FINAL_H); /* 그러(한) -> 그렇 */
}

static bool is_one_of(char16_t syllable, const char16_t *set)
{
    for (; *set != 0; set++)
        if (*set == syllable)
            return true;
    return false;
}

/* 보여, 만들어, 해, 나가: the form of a verb that an auxiliary follows. */
static bool find_joining_verb(struct verb *verb, const char16_t *word, size_t size)
{
    char16_t last = word[size - 1];
    if (undo_contraction(verb, word, size))
        return true;
    if (size == 1)
        return false;
    if ((last == u'아' || last == u'어' || last == u'여') && find_verb(verb, word, size - 1, true))
        return true;
    int code = last - SYLLABLE_BASE, vowel = code / N_FINALS % N_VOWELS;
    return code % N_FINALS == FINAL_NONE && (vowel == VOWEL_A || vowel == VOWEL_EO || vowel == VOWEL_AE) &&
           is_verb_with(verb, word, size, code / (N_VOWELS * N_FINALS), vowel, FINAL_NONE);
}

/* 만들어주 -> 만들, 옮겨지 -> 옮기: verbs made of two are many more than a list holds; those listed are words of their own. */
static bool undo_auxiliary(struct verb *verb, const char16_t *word, size_t size)
{
    static const char16_t auxiliaries[][3] = {
        u"주", u"보", u"버리", u"놓",   u"두",   u"내",   u"가",   u"오",   u"지",   u"나",   u"있",
        u"대", u"먹", u"나가", u"나오", u"드리", u"달라", u"가지", u"놓이", u"보이", u"주시", u"보시"};
    if (size < 2 || !is_one_of(word[size - 1], u"주보리놓두내가오지나있대먹라이시"))
        return false;
    for (size_t i = 0; i < sizeof auxiliaries / sizeof *auxiliaries; i++) {
        size_t length = auxiliaries[i][1] == 0 ? 1 : 2;
        if (size > length && memcmp(word + size - length, auxiliaries[i], length * sizeof *word) == 0 &&
            find_joining_verb(verb, word, size - length))
            return true;
    }
    return false;
}

/* A verb of which no rule, or only a particle, was taken: 떠난, 갈, 먹은, 올라. */
static bool find_bare_verb(struct verb *verb, const char16_t *word, size_t size, bool nothing_taken)
{
    if (size < 2)
        return false;
    int final = final_of(word[size - 1]);
    if (nothing_taken &&
        (final == FINAL_N || final == FINAL_L || final == FINAL_M || final == FINAL_B || final == FINAL_SS)) {
        char16_t open[KOREAN_MAX_SYLLABLES];
        memcpy(open, word, size * sizeof *word);
        open[size - 1] = (char16_t)(open[size - 1] - final);
        if (find_verb(verb, open, size, true) || undo_auxiliary(verb, open, size))
            return true;
    }
    if (find_verb(verb, word, size, false)) /* 돌려 is of 돌리 rather than of 돌 with 려 */
        return true;
    if (!is_one_of(word[size - 1], u"은을는음아어고게지기면며나니자던다서도요야려러"))
        return false;
    bool joins = is_one_of(word[size - 1], u"서도요야");
    if (joins && find_joining_verb(verb, word, size - 1))
        return true;
    if (!joins && word[size - 2] == u'해') /* 해는 is of a year, 해서 of 하 */
        return false;
    return find_verb(verb, word, size - 1, true) || undo_auxiliary(verb, word, size - 1);
}

/* ---- stems ---- */

typedef bool rule_doubt(const struct suffix_rule *rule, const char16_t *word, size_t size, size_t rest);

/* Take the longest suffix off word[0, size) and return its rule, or NULL if there is none. `is_doubtful` may refuse a rule by what it
 * would leave. */
static const struct suffix_rule *take_suffix(char16_t *word, size_t *size, bool attached,
                                             rule_doubt *is_doubtful)
{
    unsigned path[MAX_SUFFIX_SYLLABLES + 1];
    size_t depth = 0;
    path[0] = ROOT;
    while (depth < *size && depth < MAX_SUFFIX_SYLLABLES) {
        unsigned node = child_of(path[depth], word[*size - 1 - depth]);
        if (node == NO_NODE)
            break;
        path[++depth] = node;
    }
    for (size_t d = depth + 1; d-- > 0;)
        for (unsigned r = suffix_nodes[path[d]].first_rule; r < suffix_nodes[path[d] + 1].first_rule; r++) {
            const struct suffix_rule *rule = &suffix_rules[r];
            if (is_doubtful != NULL && is_doubtful(rule, word, *size, *size - d))
                continue;
            if (apply_rule(rule, word, size, d, attached))
                return rule;
        }
    return NULL;
}

/* 보였다 and 움직인 are of 보이 and 움직이: the 이 is no particle or copula, the 여 no ending of its own. */
static bool begins_in_verb(const char16_t *word, size_t rest)
{
    int code = word[rest] - SYLLABLE_BASE;
    int initial = code / (N_VOWELS * N_FINALS), vowel = code / N_FINALS % N_VOWELS;
    struct verb verb;
    return initial == INITIAL_NONE && (vowel == VOWEL_I || vowel == VOWEL_YEO) &&
           is_verb_with(&verb, word, rest + 1, INITIAL_NONE, VOWEL_I, FINAL_NONE);
}

/* Whether `rest` is a particle that may follow `last`, a copula too if `or_copula`. */
static bool is_particle_after(const char16_t *rest, size_t size, char16_t last, bool or_copula)
{
    unsigned node = ROOT;
    for (size_t i = size; i-- > 0;)
        if ((node = child_of(node, rest[i])) == NO_NODE)
            return false;
    for (unsigned r = suffix_nodes[node].first_rule; r < suffix_nodes[node + 1].first_rule; r++) {
        const struct suffix_rule *rule = &suffix_rules[r];
        if ((rule->kind == 'J' || (rule->kind == 'C' && or_copula)) && rule->final == FINAL_NONE &&
            condition_holds(rule->condition, last))
            return true;
    }
    return false;
}

/* Whether what a rule leaves of word[0, rest) is a verb we know. */
static bool leaves_verb(const struct suffix_rule *rule, const char16_t *word, size_t rest)
{
    char16_t open[KOREAN_MAX_SYLLABLES];
    struct verb verb;
    memcpy(open, word, rest * sizeof *word);
    open[rest - 1] = (char16_t)(open[rest - 1] - rule->final);
    return find_verb(&verb, open, rest, true) || undo_auxiliary(&verb, open, rest);
}

/* 홈페이지를, 초창기, 프록시는, 절단면 end in nouns as much as 가지를, 만들기, 보시는, 가면 in endings, 근대 as 간대, 철수 as 갈수: there
 * only a verb that we know decides. */
static bool needs_known_verb(const struct suffix_rule *rule, const char16_t *word, size_t size, size_t rest)
{
    size_t depth = size - rest;
    if (rule->final != FINAL_NONE)
        return rest == 1 || (depth == 1 && rule->final != FINAL_SS && word[rest] != u'다');
    if (final_of(word[rest - 1]) == FINAL_SS)
        return false; /* 드러냈기, 있는지를 */
    bool is_nominal = (word[rest] == u'기' || word[rest] == u'지') &&
                      (depth == 1 || is_particle_after(word + rest + 1, depth - 1, word[rest], false));
    return is_nominal || word[rest] == u'시' || (depth == 1 && word[rest] == u'면');
}

/* 연구나 is 연구 and a particle, since no verb is 연; 한국어도, since none is 한국; 던지는 is of 던지, not of 더 or 던. Verbs of two
 * syllables or more may be missing from our list, so other endings are believed there. */
static bool is_doubtful_ending(const struct suffix_rule *rule, const char16_t *word, size_t size, size_t rest)
{
    if (rest == 0 || rest == size)
        return false;
    if (is_particle_kind(rule->kind))
        return rule->final == FINAL_NONE && rest >= 2 && begins_in_verb(word, rest);
    if (rule->kind != 'E' && rule->kind != 'G')
        return false;
    if (rule->final == FINAL_SS && is_verb(word, rest)) /* 있|다, not 이|ㅆ다 */
        return true;
    if (needs_known_verb(rule, word, size, rest) && !leaves_verb(rule, word, rest))
        return true;
    if (rule->kind == 'G')
        return false;
    if (is_verb(word, rest + 1))
        return true;
    if (rule->final != FINAL_NONE)
        return false;
    if (begins_in_verb(word, rest))
        return true;
    bool is_noun_with_do =
        size - rest == 2 && word[rest + 1] == u'도' && (word[rest] == u'어' || word[rest] == u'아');
    bool is_short = rest == 1 && final_of(word[0]) != FINAL_SS && word[1] != u'였';
    return (is_short || is_noun_with_do) && !leaves_verb(rule, word, rest);
}

/* Behind a particle, what looks like another one is a piece of the noun: 민주주의|를, 한국인|의, 이수만|에게. But 것|이|다; and a verb
 * made a noun takes particles: 만들기|까지. */
static bool is_doubtful_behind_particle(const struct suffix_rule *rule, const char16_t *word, size_t size,
                                        size_t rest)
{
    if (rest == 0 || rest == size)
        return false;
    if (is_particle_kind(rule->kind))
        return rest > 1;
    bool is_ending = rule->kind == 'E' || rule->kind == 'G';
    return is_ending && (rule->final != FINAL_NONE || !leaves_verb(rule, word, rest));
}

/* A kept word with a particle behind it: how many syllables the word has, or 0. The longest is right: 길이나 is of 길이. Behind
 * one syllable a copula is too seldom one: 색인, 말일, 행인. */
static size_t kept_word_before_particle(const char16_t *word, size_t size)
{
    if (size == 0 || child_of(ROOT, word[size - 1]) == NO_NODE)
        return 0;
    for (size_t cut = 1; cut < size && cut <= MAX_KEPT_PARTICLE; cut++) {
        size_t kept = size - cut;
        if (is_kept(word, kept) && is_particle_after(word + kept, cut, word[kept - 1], kept > 1))
            return kept;
    }
    return 0;
}

/* 사회주의|를, 데이터파이프라인|이: a compound whose last part only looks inflected, with a particle or without. How many syllables
 * it has, or 0. */
static size_t compound_before_particle(const char16_t *word, size_t size)
{
    for (size_t cut = 0; cut <= MAX_KEPT_PARTICLE && cut + MIN_COMPOUND <= size; cut++) {
        size_t compound = size - cut;
        if (cut > 0 && child_of(ROOT, word[size - 1]) == NO_NODE)
            return 0;
        if (!may_have_pair(tail_ends, word[compound - 2], word[compound - 1]))
            continue;
        for (size_t tail = MIN_TAIL; tail <= MAX_TAIL && tail + 1 <= compound; tail++)
            if ((tail > MIN_TAIL || tail + MIN_HEAD <= compound) &&
                set_has(noun_tails, word + compound - tail, tail) &&
                (cut == 0 || is_particle_after(word + compound, cut, word[compound - 1], true)))
                return compound;
    }
    return 0;
}

/* 동호회의 may be 동호회 with a particle, though 회의 ends it. */
static size_t shorter_noun(const char16_t *word, size_t size)
{
    size_t shorter = size - 1;
    return shorter >= KOREAN_MIN_OTHER && is_particle_after(word + shorter, 1, word[shorter - 1], true)
               ? shorter
               : 0;
}

static void set_stem(struct korean_stem *ret, const char16_t *syllables, size_t size, const char *classes)
{
    memcpy(ret->syllables, syllables, size * sizeof *syllables);
    ret->n_syllables = size;
    size_t n = 0;
    for (; classes[n] != '\0' && n + 1 < sizeof ret->classes; n++)
        ret->classes[n] = classes[n];
    ret->classes[n] = '\0';
}

static bool is_stemmable(const char16_t *word, size_t size)
{
    if (size == 0 || size > KOREAN_MAX_SYLLABLES)
        return false;
    for (size_t i = 0; i < size; i++)
        if (!korean_is_syllable(word[i]))
            return false;
    return true;
}

static bool is_no_light_verb(const struct suffix_rule *rule, const char16_t *word, size_t size, size_t rest)
{
    (void)word, (void)size, (void)rest;
    return rule->kind != 'H';
}

/* 모여있던 is of a verb, 재미있던 of a noun. */
static bool is_being(char16_t syllable)
{
    return syllable == u'있' || syllable == u'없';
}

/* 숨겼다, 이뤄냈고 of verbs that we do not know: 숨겨 -> 숨기, as their other forms have it. */
static char16_t undo_past(char16_t syllable)
{
    static const char16_t contracted[][2] = {
        {VOWEL_YEO, VOWEL_I}, {VOWEL_WO, VOWEL_U}, {VOWEL_WA, VOWEL_O}, {VOWEL_WAE, VOWEL_OE}};
    int vowel = (syllable - SYLLABLE_BASE) / N_FINALS % N_VOWELS;
    if (syllable == u'해')
        return u'하';
    for (size_t i = 0; i < sizeof contracted / sizeof *contracted; i++)
        if (vowel == contracted[i][0] && final_of(syllable) == FINAL_NONE)
            return (char16_t)(syllable + (contracted[i][1] - vowel) * N_FINALS);
    return syllable;
}

/* 붙이|는, 줄이|고: 이 is no particle there. */
static bool is_verb_and_ending(const char16_t *word, size_t size)
{
    return size > 2 && is_one_of(word[size - 1], u"다는고게지며면니나자던기") && is_verb(word, size - 1);
}

/* 가져와보았다 leaves 가져와보, 사용해봤다 사용해보: an auxiliary that follows a noun's 하다, taken off with it. */
static size_t without_light_verb(char16_t *word, size_t size)
{
    size_t left = size;
    const struct suffix_rule *rule = take_suffix(word, &left, false, is_no_light_verb);
    return rule != NULL ? left : size;
}

/* ---- the other word that it may be ---- */

/* 이수만: a family name and two syllables. */
static bool may_be_name(const char16_t *word, size_t size)
{
    return size == 3 &&
           is_one_of(word[0], u"김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유심노하곽성"
                              u"차주우구민진지엄채원천방공현함변염여추석선설마길");
}

/* 김정은, 이지은, but no 남편은. */
static bool may_be_name_in_eun(const char16_t *word, size_t size)
{
    return may_be_name(word, size) &&
           is_one_of(word[1], u"정고지다성채예하시나소가조주승영세재태보서경혜미효상희");
}

/* 김보라, 송가인: of these families, and with a syllable of given names behind, hardly anything but a name. */
static bool is_surely_name(const char16_t *word, size_t size)
{
    return size == 3 && is_one_of(word[0], u"김박윤류엄채곽송황") &&
           is_one_of(
               word[1],
               u"가강건경고광규균근기나남다덕도동두라래린명무문미민범병보복봉상서석선성세소수순승시아안애연"
               u"영예옥완용우운원유윤은인일임재정조종주준지진찬창채천철춘충태택필하학한해향현혜호홍화환"
               u"효훈휘희");
}

/* 이수만, 이수만은, 송가인, 강원도: what was taken for a particle may be the end of a name. How long the word is then, or 0. The
 * other particles (를, 에서, 의, …) end hardly any noun, and 이 and 가 follow too many to be doubted. */
static size_t find_other(const char16_t *word, size_t size, const struct korean_stem *stem)
{
    size_t longer = stem->n_syllables + 1;
    if (longer < KOREAN_MIN_OTHER || longer > size || (stem->classes[0] != 'J' && stem->classes[0] != 'C') ||
        memcmp(word, stem->syllables, stem->n_syllables * sizeof *word) != 0)
        return 0;
    char16_t last = word[longer - 1];
    if (longer == size)
        return is_one_of(last, u"만도인나라고니야아일임란여자지") ||
                       (last == u'로' && is_one_of(word[longer - 2], u"크트프플클를스즈드")) ||
                       (last == u'은' && may_be_name_in_eun(word, longer))
                   ? longer
                   : 0;
    bool is_loanword =
        last == u'이' && final_of(word[longer - 2]) == FINAL_NONE; /* 와이파이라는, for 와이파이|는 is sure */
    return (is_loanword || is_one_of(last, u"만도인나라")) &&
                   is_particle_after(word + longer, size - longer, last, true)
               ? longer
               : 0;
}

/* Whether word[0, size) is nothing but particles, as behind a Latin word: Meta[의], GPT-4[라면]. */
static bool is_particle(const char16_t *word, size_t size)
{
    char16_t rest[KOREAN_MAX_SYLLABLES];
    memcpy(rest, word, size * sizeof *word);
    return take_suffix(rest, &size, true, NULL) != NULL && size == 0;
}

void korean_stem(const char16_t *word, size_t n_syllables, bool attached, struct korean_stem *ret)
{
    ret->is_word_itself = false;
    ret->classes[0] = '\0';
    ret->n_syllables = 0;
    ret->n_other = 0;
    ret->is_name = false;
    bool stemmable = is_stemmable(word, n_syllables);
    bool may_be_kept = stemmable && !(attached && is_particle(word, n_syllables));
    if (!stemmable || (may_be_kept && is_kept(word, n_syllables))) {
        ret->is_word_itself = true;
        if (n_syllables <= KOREAN_MAX_SYLLABLES)
            set_stem(ret, word, n_syllables, "");
        return;
    }
    size_t kept = may_be_kept ? kept_word_before_particle(word, n_syllables) : 0;
    if (kept > 0) {
        set_stem(ret, word, kept, "J");
        return;
    }
    size_t compound = may_be_kept ? compound_before_particle(word, n_syllables) : 0;
    if (compound > 0) {
        set_stem(ret, word, compound, compound < n_syllables ? "J" : "");
        ret->is_word_itself = compound == n_syllables;
        ret->n_other = compound == n_syllables ? shorter_noun(word, compound) : 0;
        return;
    }

    if (!attached && is_verb_and_ending(word, n_syllables)) {
        set_stem(ret, word, n_syllables - 1, "E");
        return;
    }
    char16_t rest[KOREAN_MAX_SYLLABLES];
    size_t size = n_syllables, n_classes = 0;
    char classes[MAX_ROUNDS + 1] = "";
    bool has_verb_ending = false, is_past = false;
    memcpy(rest, word, n_syllables * sizeof *word);
    while (n_classes < MAX_ROUNDS && (size > 1 || attached)) {
        const struct suffix_rule *rule = take_suffix(
            rest, &size, attached, n_classes == 0 ? is_doubtful_ending : is_doubtful_behind_particle);
        if (rule == NULL)
            break;
        if (size == 0) {
            set_stem(ret, rest, 0, "0");
            return;
        }
        memmove(classes + 1, classes, n_classes + 1);
        classes[0] = rule->kind;
        n_classes++;
        /* 만듭니다 is taken for a noun and its copula first */
        has_verb_ending |=
            rule->kind == 'E' || rule->kind == 'G' || (rule->kind == 'C' && rule->final != FINAL_NONE);
        is_past = rule->final == FINAL_SS;
        if (rule->kind == 'H' || rule->kind == 'E' || rule->kind == 'N' ||
            (has_verb_ending && is_verb(rest, size)))
            break;
    }
    struct verb verb;
    if (is_past && !find_verb(&verb, rest, size, true))
        rest[size - 1] = undo_past(rest[size - 1]);
    bool only_particle = n_classes == 0 || strcmp(classes, "J") == 0;
    if (!attached &&
        ((has_verb_ending && (find_verb(&verb, rest, size, true) || undo_auxiliary(&verb, rest, size))) ||
         (classes[0] == 'H' && is_being(word[size]) && find_joining_verb(&verb, rest, size)) ||
         (only_particle && find_bare_verb(&verb, word, n_syllables, n_classes == 0)))) {
        set_stem(ret, verb.syllables, verb.size, "E");
        return;
    }
    if (classes[0] == 'E')
        size = without_light_verb(rest, size);
    ret->is_word_itself = n_classes == 0;
    set_stem(ret, rest, size, classes);
    size_t other = find_other(word, n_syllables, ret);
    if (is_surely_name(word, other)) {
        ret->is_word_itself = other == n_syllables;
        set_stem(ret, word, other, other < n_syllables ? "J" : "");
        return;
    }
    ret->n_other = other;
    ret->is_name = may_be_name(word, other);
}

bool korean_counter(const char16_t *word, size_t n_syllables, struct korean_stem *ret)
{
    if (!is_stemmable(word, n_syllables) ||
        !is_one_of(word[0], u"개년월일시분초명번회장권층살원인도배위호만억천백조차세주점편건쪽팀대부기종") ||
        (n_syllables > 1 && !is_particle_after(word + 1, n_syllables - 1, word[0], false)))
        return false;
    *ret = (struct korean_stem){.is_word_itself = n_syllables == 1};
    set_stem(ret, word, 1, n_syllables == 1 ? "" : "J");
    return true;
}

/* 기울기|를: 기를 is an ending, but the 기 is of the phrase. */
static bool takes_part_of_word(const struct suffix_rule *rule, const char16_t *word, size_t size, size_t rest)
{
    (void)rule, (void)word, (void)size;
    return rest < 2;
}

bool korean_is_ending(const char16_t *rest, size_t n_syllables, char16_t last)
{
    if (n_syllables == 0)
        return true;
    if (!korean_is_syllable(last) || n_syllables + 2 > KOREAN_MAX_SYLLABLES ||
        !is_stemmable(rest, n_syllables))
        return false;
    /* Two copies of `last` stand for the word: rules ask how many syllables remain. */
    char16_t word[KOREAN_MAX_SYLLABLES] = {last, last};
    memcpy(word + 2, rest, n_syllables * sizeof *rest);
    size_t size = n_syllables + 2;
    for (int round = 0; round < MAX_ROUNDS && size > 2; round++)
        if (take_suffix(word, &size, false, takes_part_of_word) == NULL)
            return false;
    return size == 2 && word[1] == last;
}
