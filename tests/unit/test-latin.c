/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include "analyzers/language-runs.h"
#include "analyzers/latin.h"

static struct folder *folder;
static struct arena arena;

static int open_folder(void **state)
{
    (void)state;
    struct error error;
    arena_init(&arena);
    return (folder = folder_new(&error)) == NULL;
}

static int close_folder(void **state)
{
    (void)state;
    folder_free(folder);
    arena_clear(&arena);
    return 0;
}

/* "gpt4(gpt 4) node.js(node js)": every word of a text, with its parts. */
static struct text describe_words(struct text text)
{
    struct folded folded;
    struct text described = TEXT("");
    struct run run;
    fold(folder, text, &arena, &folded);
    for (size_t offset = 0; language_runs_next(&folded, &offset, &run);) {
        if (run.script != SCRIPT_LATIN)
            continue;
        struct latin_word word;
        latin_word(&folded, text, run.start, run.end, &word);
        assert_true(word.n_whole >= 1 && word.n_whole <= LATIN_MAX_UNITS && word.n_parts <= LATIN_MAX_PARTS);
        struct text whole = utf16_to_utf8(word.whole, word.n_whole, &arena);
        described = arena_printf(&arena, "%.*s%s%.*s", TEXT_PRINTF(described), described.size > 0 ? " " : "",
                                 TEXT_PRINTF(whole));
        for (size_t i = 0; i < word.n_parts; i++) {
            assert_true(word.parts[i].start >= run.start && word.parts[i].end <= run.end);
            struct text part = folded_utf8(&folded, word.parts[i].start, word.parts[i].end, &arena);
            described = arena_printf(&arena, "%.*s%s%.*s", TEXT_PRINTF(described), i == 0 ? "(" : " ",
                                     TEXT_PRINTF(part));
        }
        if (word.n_parts > 0)
            described = arena_printf(&arena, "%.*s)", TEXT_PRINTF(described));
    }
    return described;
}

struct pair {
    const char *text, *words;
};

static void check_pairs(const struct pair *pairs, size_t n_pairs)
{
    for (size_t i = 0; i < n_pairs; i++)
        assert_text(describe_words(text_of(pairs[i].text)), pairs[i].words);
}

#define CHECK_PAIRS(pairs) check_pairs((pairs), sizeof(pairs) / sizeof *(pairs))

static void test_what_the_header_promises(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"C++", "c++"},
        {"C#", "c#"},
        {"1,000", "1000"},
        {".NET", ".net(net)"},
        {"node.js", "nodejs(node js)"},
        {"3.11", "3.11"},
        {"--dry-run", "--dryrun(dry run)"},
        {"use_state useState", "usestate(use state) usestate(use state)"},
        {"don't don’t", "dont dont"},
        {"GPT-4 GPT4 gpt_4", "gpt4(gpt 4) gpt4(gpt 4) gpt4(gpt 4)"},
        {"JAX/Flax", "jax flax"},
        {"I/O", "io"},
        {"R&D", "r&d"},
        {"LLMs", "llms(llm)"},
        {"C++17", "c++17(c++ 17)"},
        {"3-5", "3-5(3 5)"},
        {"2024-05-01", "20240501(2024)"},
        {"v1.2.3", "v1.2.3(1.2.3)"},
        {"qwen2.5", "qwen2.5(qwen 2.5)"},
        {"U.S.A.", "usa"},
        {"O'Reilly", "oreilly(reilly)"},
        {"user's", "user's"},
        {"A100-80GB", "a10080gb(a100 80 gb)"},
    };
    CHECK_PAIRS(pairs);
}

static void test_names_of_languages_keep_their_marks(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"C++/CLI", "c++ cli"},
        {"C/C++ F/C#", "c c++ f c#"},
        {"C#10 C# 10", "c#10(c# 10) c# 10"},
        {"C++17", "c++17(c++ 17)"},
        {"modern-c++", "modernc++(modern c++)"},
        {"notepad++ g++-12", "notepad++ g++ 12"},
        {"F# VB# A+", "f# vb# a+"},
        {"i++ a++++ ++i", "i++ a i"},
        {"a+b 1+1 T+1", "a b 1 1 t 1"},
        {"AI+ gtk+-3.0", "ai gtk 3.0"},
        {"issue#3 PR#12 #tag", "issue 3 pr 12 tag"},
        {"C++가 C#은", "c++ c#"},
        {"c+++", "c"},
    };
    CHECK_PAIRS(pairs);
}

static void test_a_leading_mark_belongs_to_nothing_before_it(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {".gitignore ~/.bashrc '.env'", ".gitignore(gitignore) .bashrc(bashrc) .env(env)"},
        {"(.NET)", ".net(net)"},
        {"사용.NET 끝났다.API를", "net api"},
        {"foo().bar", "foo bar"},
        {"...and a..b", "and a b"},
        {".5 .a", "5 .a"},
        {"--no-color -x", "--nocolor(no color) x"},
        {"x--y 가--b", "x y b"},
        {"---rule", "rule"},
        {"옵션 --watch", "--watch(watch)"},
    };
    CHECK_PAIRS(pairs);
}

static void test_marks_inside_join(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"a.b.c.d e.g. Ph.D.", "abcd eg phd(ph)"},
        {"__init__ _x_ a__b", "init x ab"},
        {"foo::bar @scope/pkg", "foo bar scope pkg"},
        {"state-of-the-art", "stateoftheart(state of the art)"},
        {"x-y", "xy"},
        {"end. Next", "end next"},
        {"O'Reilly rock'n'roll 'quoted'", "oreilly(reilly) rocknroll(rock roll) quoted"},
        {"l'homme d'Artagnan 'n'x", "lhomme(homme) dartagnan(artagnan) nx"},
        {"user.name@example.com", "username(user name) examplecom(example com)"},
        {"https://example.com/a-b?x=1&y=2", "https examplecom(example com) ab x 1 y 2"},
        {"path/to/file.txt", "path to filetxt(file txt)"},
    };
    CHECK_PAIRS(pairs);
}

static void test_apostrophes_stay_only_where_words_would_fall_together(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"it's she'll we're he'd", "it's she'll we're he'd"},
        {"can't I'm they've o'clock", "cant im theyve oclock(clock)"},
        {"users' guide", "users guide"},
    };
    CHECK_PAIRS(pairs);
}

static void test_short_names_between_others_are_one_part(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"A100-80GB H100-SXM", "a10080gb(a100 80 gb) h100sxm(h100 sxm)"},
        {"gpt-4o-mini", "gpt4omini(gpt 4o mini)"},
        {"Llama-3.1-8B", "llama3.18b(llama 3.1 8b)"},
        {"k8s-sigs vue-i18n", "k8ssigs(k8s sigs) vuei18n(vue i18n)"},
        {"iPhone-15", "iphone15(phone 15)"},
        {"gpt4-turbo", "gpt4turbo(gpt 4 turbo)"},
    };
    CHECK_PAIRS(pairs);
}

static void test_single_letters_around_a_slash_are_one_word(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"I/O A/B S/W와 i/o", "io ab sw io"},
        {"I/O-bound", "iobound(bound)"},
        {"a/b/c src/a/b.c a/b.txt", "a b c src a bc a btxt(txt)"},
        {"AT&T Q&A S&P", "at&t(at) q&a s&p"},
        {"a&lt;b cats&dogs a=1&b=2", "a lt b cats dogs a 1 b 2"},
        {"1/2 24/7 km/h", "1 2 24 7 km h"},
    };
    CHECK_PAIRS(pairs);
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"3,000,000원", "3000000"},
        {"10,5 1,23 1,2345", "10 5 1 23 1 2345"},
        {"12345,678", "12345 678"},
        {"1_000", "1000"},
        {"１，０００", "1000"},
        {"192.168.0.1", "192.168.0.1(192 168)"},
        {"2024.05.01", "2024.05.01(2024)"},
        {"010-1234-5678", "01012345678(010 1234 5678)"},
        {"10-20 0.1-0.5 100-200", "10-20(10 20) 0.1-0.5(0.1 0.5) 100200(100 200)"},
        {"1,000-2,000", "10002000(1,000 2,000)"},
        {"v1.2.3-rc.1", "v1.2.3rc1(1.2.3 rc 1)"},
        {"python3.11", "python3.11(python 3.11)"},
        {"Qwen2.5-7B", "qwen2.57b(qwen 2.5 7b)"},
        {"5G v2 A100 k8s", "5g v2 a100 k8s"},
        {"100km 1,000px utf8", "100km(100 km) 1000px(1,000 px) utf8(utf 8)"},
        {"x86_64 int8", "x8664(x86 64) int8(int 8)"},
        {"1\uFE0F\u20E3", "1"},
    };
    CHECK_PAIRS(pairs);
}

static void test_parts_begin_with_a_capital(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"HTMLParser XMLHttpRequest", "htmlparser(html parser) xmlhttprequest(xml http request)"},
        {"PyTorch iPhone vLLM", "pytorch(py torch) iphone(phone) vllm(llm)"},
        {"GPUs IDs APIs2 As Is", "gpus(gpu) ids(id) apis2(api 2) as is"},
        {"TensorFlow2", "tensorflow2(tensor flow 2)"},
        {"ALLCAPS Word", "allcaps word"},
        {"ＵｓｅＳｔａｔｅ", "usestate(use state)"},
        {"laÉcole laE\u0301cole", "laecole(la ecole) laecole(la ecole)"},
        {"CUDA™은", "cuda"},
    };
    CHECK_PAIRS(pairs);
}

static void test_only_letters_are_plain(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_plain;
    } cases[] = {
        {"running", true}, {"don't", true},  {"fine-tuning", true}, {"use_state", true},
        {"Café", true},    {"gpt4", false},  {"node.js", true},     {"c++", false},
        {".net", false},   {"--run", false}, {"r&d", false},        {"москва", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct folded folded;
        struct latin_word word;
        fold(folder, text_of(cases[i].text), &arena, &folded);
        latin_word(&folded, text_of(cases[i].text), 0, folded.n_units, &word);
        assert_int_equal(word.is_plain, cases[i].is_plain);
    }
}

static struct text repeated(const char *piece, size_t count)
{
    size_t size = strlen(piece);
    char *bytes = arena_alloc(&arena, size * count);
    for (size_t i = 0; i < count; i++)
        memcpy(bytes + i * size, piece, size);
    return text_from(bytes, size * count);
}

static void test_long_words_are_cut_and_take_linear_time(void **state)
{
    (void)state;
    assert_int_equal(describe_words(repeated("a", 5000)).size, LATIN_MAX_UNITS);
    assert_int_equal(describe_words(repeated("a.", 5000)).size, LATIN_MAX_UNITS);
    static const char *const pieces[] = {"aB",   "ab-", "a_",  "a__",  "1,000,", "1.", "-",       "--a",
                                         "a+",   "c++", "a&b", "a/b/", "__a",    ".a", "a'",      "gpt4-",
                                         "GPUs", "#",   "1-",  "𝐔𝐬𝐞",  "é",      "._", "\u0301a", "a\u0301"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct text text = repeated(pieces[i], 20000);
        struct folded folded;
        struct run run;
        struct latin_word word;
        fold(folder, text, &arena, &folded);
        for (size_t offset = 0; language_runs_next(&folded, &offset, &run);)
            latin_word(&folded, text, run.start, run.end, &word);
        arena_reset(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_the_header_promises),
        cmocka_unit_test(test_names_of_languages_keep_their_marks),
        cmocka_unit_test(test_a_leading_mark_belongs_to_nothing_before_it),
        cmocka_unit_test(test_marks_inside_join),
        cmocka_unit_test(test_apostrophes_stay_only_where_words_would_fall_together),
        cmocka_unit_test(test_short_names_between_others_are_one_part),
        cmocka_unit_test(test_single_letters_around_a_slash_are_one_word),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_parts_begin_with_a_capital),
        cmocka_unit_test(test_only_letters_are_plain),
        cmocka_unit_test(test_long_words_are_cut_and_take_linear_time),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
