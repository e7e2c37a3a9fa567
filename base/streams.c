/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/streams.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/sanitize.h"

void streams_occupy(void)
{
    /* The wrong way round on purpose: standard input cannot be read, the others cannot be written. */
    static const int modes[] = {
        [STDIN_FILENO] = O_WRONLY, [STDOUT_FILENO] = O_RDONLY, [STDERR_FILENO] = O_RDONLY};
    for (int number = STDIN_FILENO; number <= STDERR_FILENO; number++) {
        if (fcntl(number, F_GETFD) >= 0)
            continue;
        /* The lowest free number is this one: those below are taken by now. */
        if (open("/dev/null", modes[number]) != number)
            abort();
    }
}

int streams_flush_output(struct error *error)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return 0;
    /* What failed may have been an earlier write, whose reason is gone. */
    return error_set_errno(error, errno != 0 ? errno : EIO, "standard output");
}

void streams_print_error(const char *program, const struct error *error)
{
    struct arena arena;
    arena_init(&arena);
    struct text message = sanitize_text(text_of(error->message), SANITIZE_LINE, &arena);
    fprintf(stderr, "%s: %.*s\n", program, TEXT_PRINTF(message));
    arena_clear(&arena);
}
