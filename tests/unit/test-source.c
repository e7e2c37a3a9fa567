/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include "base/cleanup.h"
#include "indexer/source.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unicode/ucnv.h>

struct desk {
    struct arena arena;
    char folder[64], path[128];
};

static int set_up(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    snprintf(desk->folder, sizeof desk->folder, "/tmp/chaja-source-XXXXXX");
    if (mkdtemp(desk->folder) == NULL || chmod(desk->folder, 0755) != 0)
        return -1;
    snprintf(desk->path, sizeof desk->path, "%s/글.md", desk->folder);
    arena_init(&desk->arena);
    *state = desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;
    remove(desk->path);
    rmdir(desk->folder);
    arena_clear(&desk->arena);
    free(desk);
    return 0;
}

static void write_file(const char *path, struct text bytes)
{
    cleanup(fclosep) FILE *file = fopen(path, "w");
    assert_non_null(file);
    if (bytes.size > 0)
        assert_int_equal(fwrite(bytes.bytes, 1, bytes.size, file), bytes.size);
}

static struct source decode(struct desk *desk, struct text bytes)
{
    struct source source;
    struct error error = {0};
    if (source_decode(TEXT("a.md"), bytes, &desk->arena, &source, &error) != 0)
        fail_msg("%s", error.message);
    assert_int_equal(source.text.bytes[source.text.size], '\0');
    assert_int_equal(text_invalid_at(source.text), TEXT_NONE);
    return source;
}

static enum error_code decode_error(struct desk *desk, struct text bytes)
{
    struct source source;
    struct error error = {0};
    return source_decode(TEXT("a.md"), bytes, &desk->arena, &source, &error) < 0 ? error.code : ERROR_NONE;
}

static enum error_code read_error(struct desk *desk, const char *path)
{
    struct source source;
    struct error error = {0};
    return source_read(text_of(path), &desk->arena, &source, &error) < 0 ? error.code : ERROR_NONE;
}

static struct text encode(struct desk *desk, const char *charset, struct text utf8)
{
    UErrorCode status = U_ZERO_ERROR;
    size_t capacity = 4 * utf8.size + 16;
    char *out = arena_alloc(&desk->arena, capacity);
    int32_t size =
        ucnv_convert(charset, "UTF-8", out, (int32_t)capacity, utf8.bytes, (int32_t)utf8.size, &status);
    assert_true(U_SUCCESS(status));
    return text_from(out, (size_t)size);
}

static struct text join(struct desk *desk, struct text a, struct text b)
{
    char *out = arena_alloc(&desk->arena, a.size + b.size);
    memcpy(out, a.bytes, a.size);
    memcpy(out + a.size, b.bytes, b.size);
    return text_from(out, a.size + b.size);
}

static struct text repeat(struct desk *desk, struct text piece, size_t count)
{
    char *out = arena_alloc(&desk->arena, piece.size * count);
    for (size_t i = 0; i < count; i++)
        memcpy(out + i * piece.size, piece.bytes, piece.size);
    return text_from(out, piece.size * count);
}

#define KOREAN "글자 집합은 파일마다 다를 수 있어서, 찾는 프로그램은 먼저 그것을 알아내야 한다.\n"
#define CHINESE "搜索程序先要知道文件用的是哪一种字符集，然后才能把文章切成词语并建立索引。\n"
#define TAIWANESE "搜尋程式先要知道檔案用的是哪一種字元集，然後才能把文章切成詞語並建立索引。\n"
#define JAPANESE "検索プログラムはまず文字コードを調べて、それから文書を単語に分けます。とても便利です。\n"
#define ENGLISH "A search program has to know the charset of a file before it can cut words.\n"

static void test_charsets_are_recognised(void **state)
{
    struct desk *desk = *state;
    static const struct {
        const char *charset, *encoder;
        struct text mark, text;
        bool guessed;
    } cases[] = {
        {"UTF-8", "UTF-8", TEXT_INIT(""), TEXT_INIT(KOREAN CHINESE ENGLISH), false},
        {"UTF-8", "UTF-8", TEXT_INIT("\xEF\xBB\xBF"), TEXT_INIT(KOREAN), false},
        {"EUC-KR", "windows-949", TEXT_INIT(""), TEXT_INIT(KOREAN), false},
        {"EUC-KR", "windows-949", TEXT_INIT(""), TEXT_INIT(ENGLISH KOREAN "똠방각하 펲시콜라\n"), false},
        {"GB18030", "GB18030", TEXT_INIT(""), TEXT_INIT(CHINESE ENGLISH), false},
        {"GB18030", "GB18030", TEXT_INIT("\x84\x31\x95\x33"), TEXT_INIT("字😀"), false},
        {"Big5", "Big5", TEXT_INIT(""), TEXT_INIT(TAIWANESE), false},
        {"Shift_JIS", "Shift_JIS", TEXT_INIT(""), TEXT_INIT(JAPANESE), false},
        {"EUC-JP", "EUC-JP", TEXT_INIT(""), TEXT_INIT(JAPANESE), false},
        {"UTF-16LE", "UTF-16LE", TEXT_INIT("\xFF\xFE"), TEXT_INIT("검색"), false},
        {"UTF-16BE", "UTF-16BE", TEXT_INIT("\xFE\xFF"), TEXT_INIT("검색 😀"), false},
        {"UTF-32LE", "UTF-32LE", TEXT_INIT("\xFF\xFE\0\0"), TEXT_INIT("검색 😀"), false},
        {"UTF-32BE", "UTF-32BE", TEXT_INIT("\0\0\xFE\xFF"), TEXT_INIT("검색 😀"), false},
        {"UTF-16LE", "UTF-16LE", TEXT_INIT(""), TEXT_INIT(KOREAN), false},
        {"UTF-16BE", "UTF-16BE", TEXT_INIT(""), TEXT_INIT(KOREAN), false},
        {"UTF-16LE", "UTF-16LE", TEXT_INIT(""), TEXT_INIT("一、" CHINESE), false},
        {"UTF-16BE", "UTF-16BE", TEXT_INIT(""), TEXT_INIT("一、" CHINESE), false},
        {"UTF-16LE", "UTF-16LE", TEXT_INIT(""), TEXT_INIT("가" ENGLISH), false},
        {"UTF-16BE", "UTF-16BE", TEXT_INIT(""), TEXT_INIT(ENGLISH), false},
        {"EUC-KR", "windows-949", TEXT_INIT(""), TEXT_INIT("# 회의록\n"), true},
        {"GB18030", "GB18030", TEXT_INIT(""), TEXT_INIT("# 会议记录\n"), true},
        {"windows-1252", "windows-1252", TEXT_INIT(""), TEXT_INIT("naïve “café”\n"), true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text bytes = join(desk, cases[i].mark, encode(desk, cases[i].encoder, cases[i].text));
        struct source source = decode(desk, bytes);
        assert_string_equal(source.charset, cases[i].charset);
        assert_text(source.text, cases[i].text.bytes);
        assert_int_equal(source.charset_guessed, cases[i].guessed);
    }
}

static void test_a_long_english_opening_hides_no_charset(void **state)
{
    struct desk *desk = *state;
    struct text opening = repeat(desk, TEXT(ENGLISH), 2000);
    struct text korean = TEXT(KOREAN);
    struct source source = decode(desk, join(desk, opening, encode(desk, "windows-949", korean)));
    assert_string_equal(source.charset, "EUC-KR");
    assert_true(text_ends_with(source.text, korean));
}

static void test_one_broken_byte_does_not_change_the_charset(void **state)
{
    struct desk *desk = *state;
    static const char *const cases[][2] = {
        {"한국어 문\xFF서", "한국어 문\uFFFD서"},
        {"中文文章的结尾\xE5\xAD", "中文文章的结尾\uFFFD\uFFFD"}, /* cut in the middle of a character */
        {"\xEF\xBB\xBF\x80", "\uFFFD"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct source source = decode(desk, text_of(cases[i][0]));
        assert_string_equal(source.charset, "UTF-8");
        assert_text(source.text, cases[i][1]);
        assert_true(source.charset_guessed);
    }
}

static void test_broken_sequences_become_replacement_characters(void **state)
{
    struct desk *desk = *state;
    struct text half = encode(desk, "windows-949", TEXT(KOREAN "한"));
    struct source source = decode(desk, text_slice(half, 0, half.size - 1));
    assert_text(source.text, KOREAN "\uFFFD");
    source = decode(desk, TEXT("\xFF\xFE\x3D\xD8"
                               "a\0\x00\xDE\x3D\xD8"));
    assert_text(source.text, "\uFFFDa\uFFFD\uFFFD");
    source = decode(desk, TEXT("\xFE\xFF\xAC"));
    assert_text(source.text, "\uFFFD");
}

static void test_binary_files_are_refused(void **state)
{
    struct desk *desk = *state;
    static const struct text cases[] = {
        TEXT_INIT("\0"),
        TEXT_INIT("text, then\0nothing"),
        TEXT_INIT("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0\x1F\xF3\xFF"),
        TEXT_INIT("\x7F"
                  "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0"),
        TEXT_INIT("PK\x03\x04\x14\0\0\0\x08\0"),
        TEXT_INIT("\xFF\xFE"
                  "a\0\0\0b\0"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(decode_error(desk, cases[i]), ERROR_INPUT);
}

static void test_marks_are_taken_off_the_front_only(void **state)
{
    struct desk *desk = *state;
    assert_text(decode(desk, TEXT("\xEF\xBB\xBF\xEF\xBB\xBF가\xEF\xBB\xBF나")).text, "가\xEF\xBB\xBF나");
    assert_text(decode(desk, TEXT("\xEF\xBB\xBF")).text, "");
    assert_text(decode(desk, TEXT("\xFF\xFE")).text, "");
    assert_text(decode(desk, TEXT("")).text, "");
}

static void test_lines_are_numbered_by_every_newline(void **state)
{
    struct desk *desk = *state;
    struct source source = decode(desk, TEXT("가\r\nb\rc\n\n한국"));
    static const uint32_t starts[] = {0, 5, 7, 9, 10};
    static const struct {
        size_t offset;
        uint32_t line, column;
    } cases[] = {{0, 1, 1}, {3, 1, 4},  {4, 1, 5},  {5, 2, 1}, {6, 2, 2},
                 {9, 4, 1}, {13, 5, 4}, {16, 5, 7}, {99, 5, 7}};
    assert_int_equal(source.n_lines, 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(source.line_starts[i], starts[i]);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t line, column;
        source_position(&source, cases[i].offset, &line, &column);
        assert_int_equal(line, cases[i].line);
        assert_int_equal(column, cases[i].column);
    }
    assert_int_equal(decode(desk, TEXT("")).n_lines, 1);
    assert_int_equal(decode(desk, TEXT("a\n")).n_lines, 2);
}

static void test_the_digest_is_of_the_bytes_on_disk(void **state)
{
    struct desk *desk = *state;
    struct digest empty = decode(desk, TEXT("")).digest, marked = decode(desk, TEXT("\xEF\xBB\xBF")).digest;
    assert_true(empty.high == 0x99aa06d3014798d8 && empty.low == 0x6001c324468d497f);
    assert_true(marked.low != empty.low);
}

static void test_a_file_is_read_with_its_times_and_size(void **state)
{
    struct desk *desk = *state;
    struct source source;
    struct error error;
    write_file(desk->path, TEXT("\xEF\xBB\xBF# 제목\n"));
    assert_int_equal(source_read(text_of(desk->path), &desk->arena, &source, &error), 0);
    assert_text(source.path, desk->path);
    assert_text(source.text, "# 제목\n");
    assert_int_equal(source.size_bytes, 12);
    struct stat status;
    assert_int_equal(stat(desk->path, &status), 0);
    assert_true(source.mtime_ns == (int64_t)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec);
    assert_true(source.ctime_ns == (int64_t)status.st_ctim.tv_sec * 1000000000 + status.st_ctim.tv_nsec);
}

static void test_a_file_that_says_it_is_empty_is_read_to_its_end(void **state)
{
    struct desk *desk = *state;
    struct source source;
    struct error error;
    if (access("/proc/self/status", R_OK) != 0)
        skip();
    assert_int_equal(source_read(TEXT("/proc/self/status"), &desk->arena, &source, &error), 0);
    assert_true(source.text.size > 100 && source.size_bytes == source.text.size);
}

static void test_what_is_no_regular_file_is_refused_without_blocking(void **state)
{
    struct desk *desk = *state;
    assert_int_equal(read_error(desk, desk->path), ERROR_NOT_FOUND);
    assert_int_equal(read_error(desk, ""), ERROR_NOT_FOUND);
    assert_int_equal(read_error(desk, desk->folder), ERROR_INPUT);
    assert_int_equal(read_error(desk, "/dev/null"), ERROR_INPUT);
    assert_int_equal(read_error(desk, "/dev/zero"), ERROR_INPUT);
    assert_int_equal(mkfifo(desk->path, 0644), 0);
    assert_int_equal(read_error(desk, desk->path), ERROR_INPUT);
    assert_int_equal(unlink(desk->path), 0);
    assert_int_equal(mknod(desk->path, S_IFSOCK | 0644, 0), 0);
    assert_int_equal(read_error(desk, desk->path), ERROR_INPUT);
    struct source source;
    struct error error;
    assert_true(source_read(TEXT("a\0b"), &desk->arena, &source, &error) < 0);
    assert_int_equal(error.code, ERROR_INPUT);
    char *name = arena_alloc(&desk->arena, 5001);
    memset(name, 'n', 5000);
    name[5000] = '\0';
    assert_int_equal(read_error(desk, name), ERROR_SYSTEM);
}

static void test_links_are_refused_in_the_last_part_only(void **state)
{
    struct desk *desk = *state;
    char link[200], below[300], descriptor[64];
    write_file(desk->path, TEXT("글\n"));
    snprintf(link, sizeof link, "%s/link", desk->folder);
    assert_int_equal(symlink(desk->path, link), 0);
    assert_int_equal(read_error(desk, link), ERROR_INPUT);
    assert_int_equal(unlink(link) + symlink(desk->folder, link), 0);
    snprintf(below, sizeof below, "%s/글.md", link);
    assert_int_equal(read_error(desk, below), ERROR_NONE);
    assert_int_equal(unlink(link) + symlink("link", link), 0);
    assert_int_equal(read_error(desk, below), ERROR_INPUT);
    cleanup(close_fdp) int opened = open(desk->path, O_RDONLY);
    snprintf(descriptor, sizeof descriptor, "/proc/self/fd/%d", opened);
    assert_int_equal(read_error(desk, descriptor), ERROR_INPUT);
    assert_int_equal(unlink(link), 0);
}

static void test_a_closed_file_is_a_system_error(void **state)
{
    struct desk *desk = *state;
    uid_t user = geteuid();
    write_file(desk->path, TEXT("글\n"));
    assert_int_equal(chmod(desk->path, 0), 0);
    if (user == 0 && seteuid(65534) != 0)
        skip();
    enum error_code code = read_error(desk, desk->path);
    assert_int_equal(user == 0 ? seteuid(0) : 0, 0);
    assert_int_equal(code, ERROR_SYSTEM);
}

static void test_a_file_over_the_limit_is_refused(void **state)
{
    struct desk *desk = *state;
    write_file(desk->path, TEXT(""));
    assert_int_equal(truncate(desk->path, (off_t)SOURCE_MAX_BYTES + 1), 0);
    assert_int_equal(read_error(desk, desk->path), ERROR_LIMIT);
}

/* 24 MiB of two-byte Hangul would be 36; the limit is on both sides of the decoder. */
static void test_text_over_the_limit_after_decoding_is_refused(void **state)
{
    struct desk *desk = *state;
    struct text line = encode(desk, "windows-949", TEXT(KOREAN));
    struct text bytes = repeat(desk, line, ((size_t)SOURCE_MAX_BYTES * 3 / 4) / line.size);
    assert_int_equal(decode_error(desk, bytes), ERROR_LIMIT);
}

static void test_a_file_written_meanwhile_is_to_be_read_again(void **state)
{
    struct desk *desk = *state;
    write_file(desk->path, TEXT("글\n"));
    pid_t writer = fork();
    assert_true(writer >= 0);
    if (writer == 0) {
        int file = open(desk->path, O_WRONLY | O_APPEND);
        while (lseek(file, 0, SEEK_END) < SOURCE_MAX_BYTES / 4 && write(file, "글\n", 4) == 4)
            continue;
        _exit(0);
    }
    enum error_code code = ERROR_NONE;
    for (size_t i = 0; i < 10000 && code != ERROR_CHANGED; i++) {
        code = read_error(desk, desk->path);
        arena_reset(&desk->arena);
    }
    kill(writer, SIGKILL);
    waitpid(writer, NULL, 0);
    assert_int_equal(code, ERROR_CHANGED);
}

static bool forbid_openat2(void)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof filter / sizeof *filter, .filter = filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static void test_a_kernel_without_openat2_reads_the_same(void **state)
{
    struct desk *desk = *state;
    char link[200];
    enum { AS_WANTED, NOT_AS_WANTED, CANNOT_FORBID };
    snprintf(link, sizeof link, "%s/link", desk->folder);
    write_file(desk->path, TEXT("글\n"));
    assert_int_equal(symlink(desk->path, link), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (!forbid_openat2())
            _exit(CANNOT_FORBID);
        bool reads = read_error(desk, desk->path) == ERROR_NONE;
        _exit(reads && read_error(desk, link) == ERROR_INPUT ? AS_WANTED : NOT_AS_WANTED);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(unlink(link), 0);
    if (WEXITSTATUS(status) == CANNOT_FORBID)
        skip();
    assert_int_equal(status, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

RUN_TESTS(TEST(test_charsets_are_recognised), TEST(test_a_long_english_opening_hides_no_charset),
          TEST(test_one_broken_byte_does_not_change_the_charset),
          TEST(test_broken_sequences_become_replacement_characters), TEST(test_binary_files_are_refused),
          TEST(test_marks_are_taken_off_the_front_only), TEST(test_lines_are_numbered_by_every_newline),
          TEST(test_the_digest_is_of_the_bytes_on_disk), TEST(test_a_file_is_read_with_its_times_and_size),
          TEST(test_a_file_that_says_it_is_empty_is_read_to_its_end),
          TEST(test_what_is_no_regular_file_is_refused_without_blocking),
          TEST(test_links_are_refused_in_the_last_part_only), TEST(test_a_closed_file_is_a_system_error),
          TEST(test_a_file_over_the_limit_is_refused),
          TEST(test_text_over_the_limit_after_decoding_is_refused),
          TEST(test_a_file_written_meanwhile_is_to_be_read_again),
          TEST(test_a_kernel_without_openat2_reads_the_same))
