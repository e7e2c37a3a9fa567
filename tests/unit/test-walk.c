/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include "base/buffer.h"
#include "indexer/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Every test runs inside an empty folder of its own. */
struct folder {
    char path[64];
    int before;
    struct arena arena;
    struct buffer problems; /* "path: reason\n" for each */
};

static int enter_folder(void **state)
{
    struct folder *folder = calloc(1, sizeof *folder);
    snprintf(folder->path, sizeof folder->path, "/tmp/chaja-walk-XXXXXX");
    if (folder == NULL || mkdtemp(folder->path) == NULL || chmod(folder->path, 0755) != 0)
        return -1;
    folder->before = open(".", O_RDONLY | O_DIRECTORY);
    arena_init(&folder->arena);
    buffer_init(&folder->problems, 1 << 20);
    *state = folder;
    return chdir(folder->path);
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *position)
{
    (void)status, (void)kind, (void)position;
    return remove(path);
}

static int leave_folder(void **state)
{
    struct folder *folder = *state;
    int result = fchdir(folder->before);
    close(folder->before);
    nftw(folder->path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    arena_clear(&folder->arena);
    buffer_clear(&folder->problems);
    free(folder);
    return result;
}

static void make_folders(const char *path)
{
    char copy[256];
    snprintf(copy, sizeof copy, "%s", path);
    for (char *slash = strchr(copy + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(copy, 0755) != 0)
            assert_int_equal(errno, EEXIST);
        *slash = '/';
    }
}

static void make_file(const char *path)
{
    make_folders(path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("글\n", file);
    fclose(file);
}

static void note_problem(void *context, struct text path, const struct error *error)
{
    buffer_printf(context, "%.*s: %s\n", TEXT_PRINTF(path), error->message);
}

/* The paths found, each followed by a newline. */
static struct text walk_to_text(struct folder *folder, const struct walk_options *given,
                                struct walk *ret_walk)
{
    struct walk_options options = *given;
    struct buffer paths;
    struct error error;
    options.problem = note_problem;
    options.context = &folder->problems;
    buffer_init(&paths, 1 << 20);
    assert_int_equal(walk_files(&options, &folder->arena, ret_walk, &error), 0);
    for (size_t i = 0; i < ret_walk->n_files; i++)
        buffer_printf(&paths, "%.*s\n", TEXT_PRINTF(ret_walk->files[i].path));
    struct text result = arena_copy(&folder->arena, buffer_text(&paths));
    buffer_clear(&paths);
    return result;
}

#define ROOTS(...)                               \
    .roots = (const char *const[]){__VA_ARGS__}, \
    .n_roots = sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)
#define EXCLUDES(...)                               \
    .excludes = (const char *const[]){__VA_ARGS__}, \
    .n_excludes = sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)

static void test_endings_are_taken_without_regard_to_case(void **state)
{
    (void)state;
    static const struct {
        struct text path;
        enum walk_kind kind;
    } cases[] = {
        {TEXT_INIT("a.md"), WALK_MARKDOWN},  {TEXT_INIT("글/한국어.MARKDOWN"), WALK_MARKDOWN},
        {TEXT_INIT("a.Mdx"), WALK_MARKDOWN}, {TEXT_INIT("a.zh.TXT"), WALK_TEXT},
        {TEXT_INIT("a.yaml"), WALK_YAML},    {TEXT_INIT("a.yml"), WALK_YAML},
        {TEXT_INIT("a.md/b"), WALK_OTHER},   {TEXT_INIT("md"), WALK_OTHER},
        {TEXT_INIT(".md"), WALK_OTHER},      {TEXT_INIT(""), WALK_OTHER},
        {TEXT_INIT("a.md~"), WALK_OTHER},    {TEXT_INIT("a.md.bak"), WALK_OTHER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(walk_kind_of(cases[i].path), cases[i].kind);
}

static void test_paths_are_normalised_as_units_carry_them(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"./docs//ko/", "docs/ko"},
        {".", ""},
        {"./", ""},
        {"", ""},
        {"a/./b", "a/b"},
        {"../x/", "../x"},
        {"a/../b", "a/../b"},
        {"/", "/"},
        {"//a//", "/a"},
        {"/./", "/"},
        {".hidden", ".hidden"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(walk_normalise(text_of(cases[i][0]), &arena), cases[i][1]);
    arena_clear(&arena);
}

static void test_below_means_by_whole_names(void **state)
{
    (void)state;
    static const struct {
        const char *path, *root;
        bool below;
    } cases[] = {
        {"docs/a.md", "docs", true}, {"docs", "docs", true},  {"docs2/a.md", "docs", false},
        {"doc", "docs", false},      {"a.md", "", true},      {"/a.md", "", false},
        {"../a.md", "", false},      {"..", "", false},       {"..a/b", "", true},
        {"/a/b.md", "/", true},      {"/a/b.md", "/a", true}, {"../../a", "..", false},
        {"../a", "..", true},        {"a/../b", "a", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(walk_is_below(text_of(cases[i].path), text_of(cases[i].root)), cases[i].below);
}

static void test_files_come_sorted_by_bytes(void **state)
{
    struct folder *folder = *state;
    struct walk walk;
    static const char *const files[] = {"d/ko/색인.md", "d/b.md",        "d/a/z.txt", "d/a.md",
                                        "d/a-b.yaml",   "d/zh/索引.mdx", "d/B.md",    "d/image.png"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        make_file(files[i]);
    assert_text(walk_to_text(folder, &(struct walk_options){ROOTS("./d/")}, &walk),
                "d/B.md\nd/a-b.yaml\nd/a.md\nd/a/z.txt\nd/b.md\nd/ko/색인.md\nd/zh/索引.mdx\n");
    assert_int_equal(walk.files[0].size_bytes, 4);
    assert_true(walk.files[0].mtime_ns > 0 && walk.files[0].ctime_ns > 0);
    assert_text(walk.roots[0].path, "d");
    assert_int_equal(folder->problems.size, 0);
}

static void test_hidden_modules_and_links_are_not_entered(void **state)
{
    struct folder *folder = *state;
    struct walk walk;
    static const char *const files[] = {"d/.git/a.md", "d/.b.md",      "d/node_modules/x/c.md",
                                        "d/e.md",      "outside/f.md", ".notes/g.md"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        make_file(files[i]);
    assert_int_equal(symlink("../outside", "d/link"), 0);
    assert_int_equal(symlink("../outside/f.md", "d/f.md"), 0);
    assert_int_equal(symlink("loop.md", "d/loop.md"), 0);
    assert_int_equal(symlink("..", "d/up"), 0);
    assert_text(walk_to_text(folder, &(struct walk_options){ROOTS("d")}, &walk), "d/e.md\n");
    assert_text(
        walk_to_text(folder, &(struct walk_options){ROOTS("d/node_modules", ".notes", "d/.git")}, &walk),
        ".notes/g.md\nd/.git/a.md\nd/node_modules/x/c.md\n");
    assert_int_equal(folder->problems.size, 0);
}

static void test_a_root_may_be_a_link_to_a_folder_but_not_to_a_file(void **state)
{
    struct folder *folder = *state;
    struct walk walk;
    make_file("real/a.md");
    assert_int_equal(symlink("real", "link"), 0);
    assert_int_equal(symlink("real/a.md", "a.md"), 0);
    assert_int_equal(symlink("nothing", "gone"), 0);
    assert_text(walk_to_text(folder, &(struct walk_options){ROOTS("link", "a.md", "gone")}, &walk),
                "link/a.md\n");
    assert_true(walk.roots[0].readable);
    assert_false(walk.roots[1].readable);
    assert_false(walk.roots[2].readable);
    assert_text(buffer_text(&folder->problems),
                "a.md: not a regular file but a symbolic link to a file: name the file itself\n"
                "gone: a symbolic link to nothing\n");
}

static void test_fifos_and_sockets_are_reported_and_never_opened(void **state)
{
    struct folder *folder = *state;
    struct walk walk;
    make_file("d/a.md");
    assert_int_equal(mkfifo("d/pipe.md", 0644), 0);
    assert_int_equal(mkfifo("d/pipe", 0644), 0);
    assert_int_equal(mknod("d/socket.txt", S_IFSOCK | 0644, 0), 0);
    assert_text(walk_to_text(folder, &(struct walk_options){ROOTS("d", "d/pipe", "/dev/null")}, &walk),
                "d/a.md\n");
    struct text problems = buffer_text(&folder->problems);
    assert_true(text_find(problems, TEXT("d/pipe.md: not a regular file but a FIFO\n"), 0) != TEXT_NONE);
    assert_true(text_find(problems, TEXT("d/socket.txt: not a regular file but a socket\n"), 0) != TEXT_NONE);
    assert_true(text_find(problems, TEXT("d/pipe: not a regular file but a FIFO\n"), 0) != TEXT_NONE);
    assert_true(text_find(problems, TEXT("/dev/null: not a regular file but a device\n"), 0) != TEXT_NONE);
}

static void test_excludes_match_names_or_paths(void **state)
{
    struct folder *folder = *state;
    static const char *const files[] = {"d/a.md", "d/drafts/b.md", "d/ko/drafts/c.md", "d/ko/d.tmp.md",
                                        "d/old/e.md"};
    static const struct {
        const char *pattern, *left;
    } cases[] = {
        {"drafts/", "d/a.md\nd/ko/d.tmp.md\nd/old/e.md\n"},
        {"/drafts", "d/a.md\nd/ko/d.tmp.md\nd/ko/drafts/c.md\nd/old/e.md\n"},
        {"ko/drafts/", "d/a.md\nd/drafts/b.md\nd/ko/d.tmp.md\nd/old/e.md\n"},
        {"*.tmp.md", "d/a.md\nd/drafts/b.md\nd/ko/drafts/c.md\nd/old/e.md\n"},
        {"*/drafts", "d/a.md\nd/drafts/b.md\nd/ko/d.tmp.md\nd/old/e.md\n"},
        {"d", "d/a.md\nd/drafts/b.md\nd/ko/d.tmp.md\nd/ko/drafts/c.md\nd/old/e.md\n"},
        {"[", "d/a.md\nd/drafts/b.md\nd/ko/d.tmp.md\nd/ko/drafts/c.md\nd/old/e.md\n"},
        {"", "d/a.md\nd/drafts/b.md\nd/ko/d.tmp.md\nd/ko/drafts/c.md\nd/old/e.md\n"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        make_file(files[i]);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct walk walk;
        struct walk_options options = {ROOTS("d"), EXCLUDES("no-such-thing", cases[i].pattern)};
        assert_text(walk_to_text(folder, &options, &walk), cases[i].left);
    }
}

static void test_a_file_reached_through_two_roots_is_listed_once(void **state)
{
    struct folder *folder = *state;
    struct walk walk;
    make_file("d/ko/a.md");
    make_file("d/b.md");
    assert_int_equal(link("d/b.md", "d/c.md"), 0);
    char absolute[128];
    snprintf(absolute, sizeof absolute, "%s/d", folder->path);
    struct walk_options options = {ROOTS("d/ko", "./d", "d/ko/a.md", "d/../d", absolute)};
    assert_text(walk_to_text(folder, &options, &walk), "d/b.md\nd/c.md\nd/ko/a.md\n");
    assert_int_equal(walk.n_roots, 5);
}

static void test_the_current_folder_puts_nothing_in_front(void **state)
{
    struct folder *folder = *state;
    struct walk walk;
    make_file("글/a.md");
    assert_text(walk_to_text(folder, &(struct walk_options){ROOTS(".")}, &walk), "글/a.md\n");
    assert_text(walk.roots[0].path, "");
}

static void test_names_that_are_not_utf8_are_kept_as_bytes(void **state)
{
    struct folder *folder = *state;
    struct walk walk;
    make_file("d/\xC7\xD1\xB1\xDB.md");
    make_file("d/new\nline.md");
    assert_text(walk_to_text(folder, &(struct walk_options){ROOTS("d"), EXCLUDES("*.html")}, &walk),
                "d/new\nline.md\nd/\xC7\xD1\xB1\xDB.md\n");
}

static void test_a_root_that_cannot_be_taken_is_reported_and_the_others_are_read(void **state)
{
    struct folder *folder = *state;
    struct walk walk;
    make_file("a.md");
    make_file("a.pdf");
    assert_text(
        walk_to_text(folder, &(struct walk_options){ROOTS("missing", "a.md", "a.pdf", "", "a.md/x")}, &walk),
        "a.md\n");
    static const bool readable[] = {false, true, false, false, false};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(walk.roots[i].readable, readable[i]);
    assert_text(buffer_text(&folder->problems),
                "missing: cannot be read: No such file or directory\n"
                "a.pdf: not a kind of file that is read (.md .markdown .mdx .txt .yaml .yml)\n"
                ": an empty path was given; the current folder is '.'\n"
                "a.md/x: cannot be read: Not a directory\n");
}

static void test_no_readable_root_is_a_failure(void **state)
{
    struct folder *folder = *state;
    struct walk walk;
    struct error error;
    assert_true(walk_files(&(struct walk_options){ROOTS("x", "y")}, &folder->arena, &walk, &error) < 0);
    assert_int_equal(error.code, ERROR_NOT_FOUND);
    assert_true(walk_files(&(struct walk_options){.n_roots = 0}, &folder->arena, &walk, &error) < 0);
}

static void test_an_unreadable_folder_is_reported_and_the_walk_goes_on(void **state)
{
    struct folder *folder = *state;
    struct walk walk;
    uid_t user = geteuid();
    make_file("d/closed/a.md");
    make_file("d/open/b.md");
    make_file("shut/c.md");
    assert_int_equal(chmod("d/closed", 0), 0);
    assert_int_equal(chmod("shut", 0), 0);
    if (user == 0 && seteuid(65534) != 0)
        skip();
    struct text found = walk_to_text(folder, &(struct walk_options){ROOTS("d", "shut")}, &walk);
    assert_int_equal(user == 0 ? seteuid(0) : 0, 0);
    assert_int_equal(chmod("d/closed", 0755) + chmod("shut", 0755), 0);
    assert_text(found, "d/open/b.md\n");
    assert_true(walk.roots[0].readable);
    assert_false(walk.roots[1].readable);
    assert_int_equal(walk.n_unreadable, 2);
    assert_text(walk.unreadable[0], "d/closed");
    assert_text(walk.unreadable[1], "shut");
    assert_text(buffer_text(&folder->problems),
                "d/closed: cannot be read: Permission denied\nshut: cannot be read: Permission denied\n");
}

/* Deeper than PATH_MAX: what cannot be named cannot be read, and nothing else comes of it. */
static void test_a_tree_deeper_than_a_path_can_name_is_reported(void **state)
{
    struct folder *folder = *state;
    struct walk walk;
    enum { LEVELS = 50 };
    char name[201];
    memset(name, 'n', 200);
    name[200] = '\0';
    make_file("d/a.md");
    assert_int_equal(chdir("d"), 0);
    for (size_t i = 0; i < LEVELS; i++)
        assert_int_equal(mkdir(name, 0755) + chdir(name), 0);
    assert_int_equal(chdir(folder->path), 0);
    assert_text(walk_to_text(folder, &(struct walk_options){ROOTS("d")}, &walk), "d/a.md\n");
    assert_true(walk.n_unreadable > 0);
    int at = open("d", O_RDONLY | O_DIRECTORY);
    for (size_t i = 0; i < LEVELS; i++) {
        int below = openat(at, name, O_RDONLY | O_DIRECTORY);
        close(at);
        at = below;
    }
    for (size_t i = 0; i < LEVELS; i++) {
        int above = openat(at, "..", O_RDONLY | O_DIRECTORY);
        assert_int_equal(unlinkat(above, name, AT_REMOVEDIR), 0);
        close(at);
        at = above;
    }
    close(at);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter_folder, leave_folder)

RUN_TESTS(cmocka_unit_test(test_endings_are_taken_without_regard_to_case),
          cmocka_unit_test(test_paths_are_normalised_as_units_carry_them),
          cmocka_unit_test(test_below_means_by_whole_names), TEST(test_files_come_sorted_by_bytes),
          TEST(test_hidden_modules_and_links_are_not_entered),
          TEST(test_a_root_may_be_a_link_to_a_folder_but_not_to_a_file),
          TEST(test_fifos_and_sockets_are_reported_and_never_opened),
          TEST(test_excludes_match_names_or_paths),
          TEST(test_a_file_reached_through_two_roots_is_listed_once),
          TEST(test_the_current_folder_puts_nothing_in_front),
          TEST(test_names_that_are_not_utf8_are_kept_as_bytes),
          TEST(test_a_root_that_cannot_be_taken_is_reported_and_the_others_are_read),
          TEST(test_no_readable_root_is_a_failure),
          TEST(test_an_unreadable_folder_is_reported_and_the_walk_goes_on),
          TEST(test_a_tree_deeper_than_a_path_can_name_is_reported))
