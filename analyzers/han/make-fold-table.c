/* SPDX-License-Identifier: GPL-2.0-or-later */
/* make-fold-table: the Traditional → Simplified table, as C, at build time.
 *
 *   make-fold-table [Unihan_Variants.txt] >han-fold-table.h
 *
 * Sources, in order: ICU's transliterator Traditional-Simplified, character by character (it takes 11–19 ms to open, so the
 * programs do not); a few forms of Taiwan that both leave alone; then, for characters that GB 2312 does not have and ICU does not
 * map, kSimplifiedVariant, kSemanticVariant and kZVariant of Unihan (UAX #38) when they name one character that leads into
 * GB 2312 (峯 峰, 麪 面, 滙 汇). Without Unihan the table is ICU's alone. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ucnv.h>
#include <unicode/utrans.h>

enum { FIRST = 0x3400, END = 0xA000 };

static UChar table[END - FIRST]; /* 0: itself */

static void fail(const char *what, UErrorCode status)
{
    fprintf(stderr, "make-fold-table: %s: %s\n", what, u_errorName(status));
    exit(1);
}

static UChar folded(UChar c)
{
    for (int steps = 0; steps < 4 && c >= FIRST && c < END && table[c - FIRST] != 0; steps++)
        c = table[c - FIRST];
    return c;
}

static void read_icu(void)
{
    UErrorCode status = U_ZERO_ERROR;
    UTransliterator *simplify =
        utrans_openU(u"Traditional-Simplified", -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    if (U_FAILURE(status))
        fail("cannot open Traditional-Simplified", status);
    for (UChar c = FIRST; c < END; c++) {
        UChar text[8] = {c};
        int32_t length = 1, limit = 1;
        utrans_transUChars(simplify, text, &length, 8, 0, &limit, &status);
        if (U_FAILURE(status))
            fail("cannot transliterate", status);
        if (length == 1 && text[0] != c && text[0] >= FIRST && text[0] < END)
            table[c - FIRST] = text[0];
    }
    utrans_close(simplify);
}

static int is_in_gb2312(UConverter *gb2312, UChar c)
{
    char bytes[8];
    UErrorCode status = U_ZERO_ERROR;
    ucnv_reset(gb2312);
    ucnv_fromUChars(gb2312, bytes, sizeof bytes, &c, 1, &status);
    return U_SUCCESS(status);
}

/* "U+9EB5<kMeyerWempe U+9762": the one target in the BMP that is not the character itself, or 0. */
static UChar only_target(const char *targets, UChar self)
{
    UChar found = 0;
    for (const char *at = strstr(targets, "U+"); at != NULL; at = strstr(at + 2, "U+")) {
        unsigned long target = strtoul(at + 2, NULL, 16);
        if (target < FIRST || target >= END || target == self || target == found)
            continue;
        if (found != 0)
            return 0;
        found = (UChar)target;
    }
    return found;
}

static void read_unihan(const char *path)
{
    static const char *const fields[] = {"kSimplifiedVariant", "kSemanticVariant", "kZVariant"};
    UErrorCode status = U_ZERO_ERROR;
    UConverter *gb2312 = ucnv_open("ibm-1383_P110-1999", &status);
    if (U_SUCCESS(status))
        ucnv_setFromUCallBack(gb2312, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    if (U_FAILURE(status))
        fail("cannot open the converter of GB 2312", status);
    for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
        FILE *file = fopen(path, "r");
        if (file == NULL) {
            perror(path);
            exit(1);
        }
        char line[1024];
        while (fgets(line, sizeof line, file) != NULL) {
            unsigned code_point;
            char field[64];
            int behind = 0;
            if (sscanf(line, "U+%x %63s %n", &code_point, field, &behind) < 2 ||
                strcmp(field, fields[f]) != 0 || code_point < FIRST || code_point >= END)
                continue;
            UChar c = (UChar)code_point, target = only_target(line + behind, c);
            if (target != 0 && table[c - FIRST] == 0 && folded(target) != c && !is_in_gb2312(gb2312, c) &&
                is_in_gb2312(gb2312, folded(target)))
                table[c - FIRST] = folded(target);
        }
        fclose(file);
    }
    ucnv_close(gb2312);
}

int main(int argc, char **argv)
{
    /* Unihan names several characters for 妳 and only a special sense for 祇. */
    static const UChar taiwan[][2] = {{u'妳', u'你'}, {u'祇', u'只'}};
    read_icu();
    for (size_t i = 0; i < sizeof taiwan / sizeof *taiwan; i++)
        table[taiwan[i][0] - FIRST] = taiwan[i][1];
    if (argc > 1)
        read_unihan(argv[1]);

    size_t n_mapped = 0;
    printf("/* Made by make-fold-table. */\n#include <uchar.h>\n\n");
    printf("enum { HAN_FOLD_FIRST = 0x%X, HAN_FOLD_END = 0x%X };\n", FIRST, END);
    printf("static const char16_t han_fold_table[HAN_FOLD_END - HAN_FOLD_FIRST] = {\n");
    for (UChar c = FIRST; c < END; c++)
        if (folded(c) != c) {
            printf("[0x%X] = 0x%X,\n", c - FIRST, folded(c));
            n_mapped++;
        }
    printf("};\n/* %zu characters are mapped. */\n", n_mapped);
    return 0;
}
