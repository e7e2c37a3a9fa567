/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Input made to take forever, or all memory, and input that is only big. */
#include "base/buffer.h"
#include "indexer/document.h"
#include "indexer/markdown-guard.h"
#include "tests/unit/check.h"

#include <time.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* `piece` again and again between `head` and `tail`; several pieces in turn if there are more. */
struct shape {
    const char *name, *head, *piece, *tail;
    const char *path; /* "a.md" if NULL */
};

static const struct shape shapes[] = {
    /* those of cmark's own test suite, and others that are quadratic to cmark 0.30.2 */
    {"plain", "", "Lorem ipsum dolor sit amet.\n", "", NULL},
    {"strong", "", "*a **a a** a*", "", NULL},
    {"closers", "", "a_ ", "", NULL},
    {"openers", "", "_a ", "", NULL},
    {"link closers", "", "a]", "", NULL},
    {"link openers", "", "[a", "", NULL},
    {"link and emphasis", "", "[ a_", "", NULL},
    {"link parts", "", "[ (](", "", NULL},
    {"image parts", "", "![[]()", "", NULL},
    {"brackets", "", "[", "a]]]]]", NULL},
    {"quotes", "", "> ", "a", NULL},
    {"backticks", "", "e`e``e```e````", "", NULL},
    {"links never closed", "", "[a](<b", "", NULL},
    {"links never closed, bare", "", "[a](b", "", NULL},
    {"comments never closed", "</", "<!--", "", NULL},
    {"instructions never closed", "a", "<?", "", NULL},
    {"sections never closed", "a", "<![CDATA[", "", NULL},
    {"declarations never closed", "a", "<!A ", "", NULL},
    {"deep list", "", "- ", "x\n\n\n\n\n\n\n\n", NULL},
    {"deep list, many blank lines", "- - - - - - - - - - - - - - - - - - - - x", "\n", "", NULL},
    {"deep list in quote, many blank lines", "> - - - - - - - - - - - - - - - x\n", ">\n", "", NULL},
    {"deep quote, emphasis", ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>", "a*", "", NULL},
    {"emphasis modulo three", "", "_____a__a____ ", "", NULL},
    {"many references", "[0]: u\n\n", "[0] ", "", NULL},
    {"references", "", "[a]: u\n", "", NULL},
    {"nested emphasis", "", "*", "a", NULL},
    {"quote lines", "", ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>a\n", "", NULL},
    {"tables", "", "| a |\n|---|\n", "", NULL},
    {"entities", "", "&amp;&#x41;&CounterClockwiseContourIntegral;", "", NULL},
    {"one line", "", "word ", "", NULL},
    {"controls", "", "\x01\x02", "", NULL},
    {"escapes", "", "\\*\\_\\[", "", NULL},
    {"loose items", "", "- a\n\n", "", NULL},
    {"html blocks", "", "<div>\n", "", NULL},
    {"long reference", "[a]: u\n\n", "[a] ", "", NULL},
    /* those of the passes before cmark */
    {"tags never closed", "", "<a ", "", NULL},
    {"links of html, open", "", "<a href=\"x\">", "", NULL},
    {"links of html", "", "<a href=\"x\">y</a>", "", NULL},
    {"mdx comments, open", "", "{/*", "", NULL},
    {"braces", "", "{", "", "a.mdx"},
    {"braces and quotes", "", "{\"", "", "a.mdx"},
    {"wiki links, open", "", "[[", "", NULL},
    {"wiki links", "", "[[a]]", "", NULL},
    {"math, open", "", "$a", "", NULL},
    {"display math, open", "", "$$a ", "", NULL},
    {"math", "", "$x_1$ ", "", NULL},
    {"notes", "", "[^ab]: x [^ab]\n", "", NULL},
    {"notes, undefined", "", "[^a]", "", NULL},
    {"scripts", "", "<script>\n", "", NULL},
    {"headings of html, open", "", "<h1>\n", "", NULL},
    {"headings of html", "", "<h1>a\n</h1>", "", NULL},
    {"shortcodes, open", "", "{{<", "", NULL},
    {"imports, open", "", "import {\n", "", NULL},
    {"exports, open", "", "export const a = {\n", "", "a.mdx"},
    {"exports, open, apart", "", "export const a = (((\n\n", "", "a.mdx"},
    {"containers", "", ":::a\n", "", NULL},
    {"colons", "", ":", "", NULL},
    {"addresses", "", "http://a)", "", NULL},
    {"address with a tail", "http://a", ")", "", NULL},
    {"one row", "a|b\n-|-\n", "|", "\n", NULL},
    {"rows", "a|b\n-|-\n", "a|b\n", "", NULL},
    {"stars", "", "**", "", NULL},
    {"leftover stars", "", "a** ", "", NULL},
    {"tildes", "", "~~a ", "", NULL},
    {"headings", "", "# a\n", "", NULL},
    {"headings with links", "", "# [Github](a)\n", "", NULL},
    {"heading of links", "# ", "[Github](a) | ", "\n", NULL},
    {"entries with one key", "", "- [a](http://b)\n", "", NULL},
    {"entries in a line", "", "[a](http://b) ", "", NULL},
    {"entries between hard breaks", "", "[a](b)  \n", "", NULL},
    {"generic entries", "", "- x\n  - [Github](a)\n", "", NULL},
    {"records", "", "- a: http://b\n", "", NULL},
    {"items of html", "", "<li>\n", "", NULL},
    {"admonitions", "", "!!! a\n", "", NULL},
    {"fences in quotes", "", "> ```\n", "", NULL},
    {"fences", "", "```\na\n", "", NULL},
    {"one long fence", "```\n", "code code\n", "", NULL},
    {"indented code", "a\n\n", "    code code\n", "", NULL},
    {"rules", "", "===\n", "", NULL},
    {"ruled items", "", "1) a\n----\n\n", "", NULL},
    {"colon headings", "", "a:\n\nb\n\n", "", NULL},
    {"ids", "", "# x {#a}\n", "", NULL},
    {"invisible", "", "\xE2\x80\x8B", "", NULL},
    {"combining", "", "\xCC\x81", "", NULL},
    {"types", "", "a<T>", "", NULL},
    {"parent folders", "- [a](", "../", ")\n", NULL},
    {"levels", "", "# a\n## b\n### c\n#### d\nx\n", "", NULL},
    {"remarks", "", "# <a>b\n", "", NULL},
    {"empty items", "", "-\n", "", NULL},
};

static struct text build(const struct shape *shape, size_t size, struct buffer *buffer)
{
    struct text piece = text_of(shape->piece);
    buffer_reset(buffer);
    buffer_append_string(buffer, shape->head);
    while (buffer->size + piece.size <= size)
        buffer_append(buffer, piece);
    buffer_append_string(buffer, shape->tail);
    return buffer_text(buffer);
}

static double seconds_for(const struct shape *shape, size_t size, struct buffer *buffer)
{
    static const struct document_options options = {.language = LANGUAGE_NONE};
    struct arena arena;
    struct source source;
    struct document document;
    struct error error;
    arena_init(&arena);
    struct text path = text_of(shape->path != NULL ? shape->path : "a.md");
    assert_int_equal(source_decode(path, build(shape, size, buffer), &arena, &source, &error), 0);
    clock_t start = clock();
    document_make(&source, &options, &arena, &document);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    arena_clear(&arena);
    return seconds;
}

/* Quadratic would be sixteen times. The least of three runs, since others use the machine too. */
static void test_four_times_the_input_takes_about_four_times_as_long(void **state)
{
    (void)state;
    enum { BYTES = 100 * 1000 };
    struct buffer buffer;
    buffer_init(&buffer, 16 * BYTES);
    for (size_t i = 0; i < COUNT(shapes); i++) {
        double once = seconds_for(&shapes[i], BYTES, &buffer), fourfold = 0;
        bool is_linear = false;
        for (size_t attempt = 0; attempt < 3 && !is_linear; attempt++) {
            fourfold = seconds_for(&shapes[i], 4 * BYTES, &buffer);
            is_linear = fourfold < 8 * once + 0.05;
        }
        if (!is_linear)
            fail_msg("%s: %.3f s, and %.3f s for four times as much", shapes[i].name, once, fourfold);
    }
    buffer_clear(&buffer);
}

static void test_deeply_nested_lists_by_indentation(void **state)
{
    (void)state;
    struct buffer buffer;
    struct arena arena;
    struct source source;
    struct markdown markdown;
    struct error error;
    buffer_init(&buffer, 4 * 1024 * 1024);
    arena_init(&arena);
    for (int depth = 0; depth < 600; depth++)
        buffer_printf(&buffer, "%*s* x%d\n", depth * 2, "", depth);
    assert_int_equal(source_decode(TEXT("a.md"), buffer_text(&buffer), &arena, &source, &error), 0);
    markdown_parse(&source, 0, 0, &arena, &markdown);
    assert_true(markdown.n_blocks >= 90);
    assert_int_equal(markdown.blocks[50].level, 51);
    buffer_clear(&buffer);
    arena_clear(&arena);
}

/* Every allocation of cmark is once the one that fails. */
static void test_parsing_stops_cleanly_wherever_memory_ends(void **state)
{
    (void)state;
    struct text text =
        TEXT("# 제목 {#a}\n\n- [글](u \"t\") `code` **굵게**\n\n> 인용\n\n```c\nx\n```\n[r]: v\n");
    size_t n_refused = 0;
    for (size_t budget = 0;; budget += 16) {
        struct guard_memory memory;
        cmark_node *root = NULL;
        guard_memory_init(&memory, budget);
        int result = guard_parse(&memory, text, &root);
        guard_memory_clear(&memory);
        if (result == 0) {
            assert_non_null(root);
            break;
        }
        n_refused++;
    }
    assert_true(n_refused > 50);
}

static void test_memory_is_reused_between_parts(void **state)
{
    (void)state;
    struct guard_memory memory;
    guard_memory_init(&memory, GUARD_BUDGET_BYTES);
    for (int i = 0; i < 100; i++) {
        cmark_node *root;
        assert_int_equal(guard_parse(&memory, TEXT("- [글](u)\n- 둘\n"), &root), 0);
        assert_true(cmark_node_get_type(cmark_node_first_child(root)) == CMARK_NODE_LIST);
        guard_memory_reset(&memory);
        assert_int_equal(memory.used_bytes, 0);
    }
    guard_memory_clear(&memory);
}

static void count_line(void *context, size_t offset)
{
    (void)offset;
    ++*(size_t *)context;
}

static void test_the_guard_cuts_prefixes_and_paragraphs(void **state)
{
    (void)state;
    static char line[200000];
    struct buffer out;
    size_t n_lines = 0;
    buffer_init(&out, 1024 * 1024);
    struct guard guard = {.out = &out, .line_begins = count_line, .context = &n_lines};
    memset(line, '>', 1000);
    guard_line(&guard, text_from(line, 1000));
    assert_int_equal(out.size, GUARD_PREFIX_BYTES + 1);
    buffer_reset(&out);
    for (size_t i = 0; i < sizeof line; i += 4)
        memcpy(line + i, "가 ", 4);
    guard_line(&guard, TEXT(""));
    n_lines = 0;
    guard_line(&guard, text_from(line, sizeof line));
    assert_int_equal(n_lines, 7); /* four of text, three blank */
    assert_true(text_invalid_at(buffer_text(&out)) == TEXT_NONE);
    for (size_t at = 1, next; (next = text_find(buffer_text(&out), TEXT("\n\n"), at)) != TEXT_NONE;
         at = next + 2)
        assert_true(next - at <= GUARD_PARAGRAPH_BYTES);
    buffer_clear(&out);
}

static void write_big(struct buffer *buffer, size_t n_sections)
{
    for (size_t i = 0; i < n_sections; i++) {
        buffer_printf(buffer, "## 단 %zu {#s%zu}\n\n글 **굵게**는 %zu\n\n- 항목 %zu\n\n    이어서 %zu\n\n", i,
                      i, i, i, i);
        buffer_printf(buffer, "```c\nint a%zu;\n\n\nint b%zu;\n```\n\n", i, i);
    }
}

static void test_a_big_file_is_parsed_in_parts_that_do_not_show(void **state)
{
    (void)state;
    enum { SECTIONS = 20000, LINES = 15 };
    struct buffer buffer;
    struct arena arena;
    struct source source;
    struct markdown markdown;
    struct error error;
    buffer_init(&buffer, 64 * 1024 * 1024);
    arena_init(&arena);
    write_big(&buffer, SECTIONS);
    assert_true(buffer.size > 4 * GUARD_PART_BYTES);
    assert_int_equal(source_decode(TEXT("a.md"), buffer_text(&buffer), &arena, &source, &error), 0);
    markdown_parse(&source, 0, 0, &arena, &markdown);
    assert_int_equal(markdown.over_budget, 0);
    assert_int_equal(markdown.n_blocks, 5 * SECTIONS);
    for (size_t i = 0; i < markdown.n_blocks; i++) {
        static const enum block_kind kinds[] = {BLOCK_HEADING, BLOCK_PARAGRAPH, BLOCK_ITEM, BLOCK_PARAGRAPH,
                                                BLOCK_CODE};
        static const uint32_t lines[] = {1, 3, 5, 7, 9};
        assert_int_equal(markdown.blocks[i].kind, kinds[i % 5]);
        assert_int_equal(markdown.blocks[i].line, i / 5 * LINES + lines[i % 5]);
    }
    assert_text(markdown.blocks[5 * 12345].anchor, "s12345");
    buffer_clear(&buffer);
    arena_clear(&arena);
}

static void test_a_fence_longer_than_a_part_stays_code(void **state)
{
    (void)state;
    struct buffer buffer;
    struct arena arena;
    struct source source;
    struct markdown markdown;
    struct error error;
    buffer_init(&buffer, 64 * 1024 * 1024);
    arena_init(&arena);
    buffer_append_string(&buffer, "글\n\n```js\n");
    for (size_t i = 0; i < 100000; i++)
        buffer_printf(&buffer, "# <b>**%zu**</b>\n\n", i);
    buffer_append_string(&buffer, "```\n\n끝\n");
    assert_int_equal(source_decode(TEXT("a.md"), buffer_text(&buffer), &arena, &source, &error), 0);
    markdown_parse(&source, 0, 0, &arena, &markdown);
    size_t n_code = markdown.n_blocks - 2;
    assert_true(n_code >= 2 && n_code <= 10);
    for (size_t i = 1; i <= n_code; i++) {
        assert_int_equal(markdown.blocks[i].kind, BLOCK_CODE);
        assert_text(markdown.blocks[i].info, "js");
    }
    assert_text(markdown.blocks[n_code + 1].text, "끝");
    buffer_clear(&buffer);
    arena_clear(&arena);
}

static void test_behind_a_million_blocks_parts_are_kept_whole(void **state)
{
    (void)state;
    struct buffer buffer;
    struct arena arena;
    struct source source;
    struct markdown markdown;
    struct error error;
    buffer_init(&buffer, 16 * 1024 * 1024);
    arena_init(&arena);
    for (size_t i = 0; i < 3 * 1000 * 1000; i++)
        buffer_append_string(&buffer, "a\n\n");
    assert_int_equal(source_decode(TEXT("a.md"), buffer_text(&buffer), &arena, &source, &error), 0);
    markdown_parse(&source, 0, 0, &arena, &markdown);
    assert_true(markdown.over_budget > 0);
    assert_true(markdown.n_blocks < MARKDOWN_MAX_BLOCKS + GUARD_PART_BYTES);
    const struct block *last = &markdown.blocks[markdown.n_blocks - 1];
    assert_int_equal(last->last_line, 6 * 1000 * 1000 - 1);
    buffer_clear(&buffer);
    arena_clear(&arena);
}

RUN_TESTS(cmocka_unit_test(test_four_times_the_input_takes_about_four_times_as_long),
          cmocka_unit_test(test_deeply_nested_lists_by_indentation),
          cmocka_unit_test(test_parsing_stops_cleanly_wherever_memory_ends),
          cmocka_unit_test(test_memory_is_reused_between_parts),
          cmocka_unit_test(test_the_guard_cuts_prefixes_and_paragraphs),
          cmocka_unit_test(test_a_big_file_is_parsed_in_parts_that_do_not_show),
          cmocka_unit_test(test_a_fence_longer_than_a_part_stays_code),
          cmocka_unit_test(test_behind_a_million_blocks_parts_are_kept_whole))
