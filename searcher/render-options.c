/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/commands.h"

#include <stdlib.h>
#include <unistd.h>

/* The current folder as a file:// URL, to which the paths of hits are relative; empty when it has no name any more. */
static struct text current_folder_url(struct arena *arena)
{
    char *folder = get_current_dir_name();
    struct buffer url;
    if (folder == NULL)
        return TEXT("");
    buffer_init(&url, 1 << 16);
    buffer_append_string(&url, "file://");
    for (const char *byte = folder; *byte != '\0'; byte++) {
        bool is_plain = (*byte > ' ' && *byte < 0x7F) && strchr("%?#;\"<>\\^`{|}", *byte) == NULL;
        buffer_printf(&url, is_plain ? "%c" : "%%%02X", (unsigned char)*byte);
    }
    if (url.bytes[url.size - 1] != '/')
        buffer_append_byte(&url, '/');
    struct text copy = url.overflowed ? TEXT("") : arena_copy(arena, buffer_text(&url));
    buffer_clear(&url);
    free(folder);
    return copy;
}

void command_render_options(const struct searcher_options *options, int descriptor, struct arena *arena,
                            struct render_options *ret)
{
    bool is_terminal = isatty(descriptor) != 0;
    *ret = (struct render_options){
        .format = (enum render_format)options->format,
        .color = terminal_wants_color((enum when)options->color, descriptor),
        .hyperlinks = is_terminal,
        .explain = options->explain,
        .nul_separated = options->nul_separated,
        .pretty = is_terminal,
        .width = options->width > 0 ? options->width : terminal_width(descriptor),
        .link_base = current_folder_url(arena),
    };
}
