/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/front-matter.h"

#include "indexer/fields.h"
#include "indexer/toml.h"
#include "indexer/yaml-tree.h"

struct fences {
    bool is_toml;
    size_t first_line, closing_line; /* from 0; the first is that of the content */
    size_t start, end, body_start;   /* the content, and what follows the closing fence */
};

/* ---- fences ---- */

static struct text line_at(const struct source *source, size_t line)
{
    size_t end = line + 1 < source->n_lines ? source->line_starts[line + 1] : source->text.size;
    return text_trim_end(text_slice(source->text, source->line_starts[line], end));
}

static bool closes(struct text line, bool is_toml)
{
    if (is_toml)
        return text_equal(line, TEXT("+++"));
    return text_equal(line, TEXT("---")) || text_equal(line, TEXT("..."));
}

static bool find_fences(const struct source *source, struct fences *ret)
{
    size_t line = 0;
    while (line < source->n_lines && line_at(source, line).size == 0)
        line++;
    if (line == source->n_lines)
        return false;
    struct text opening = line_at(source, line++);
    bool is_toml = text_equal(opening, TEXT("+++"));
    if (!is_toml && !text_equal(opening, TEXT("---")))
        return false;
    size_t first = line;
    while (line < source->n_lines && !closes(line_at(source, line), is_toml))
        line++;
    if (line == source->n_lines)
        return false;
    *ret = (struct fences){
        .is_toml = is_toml,
        .first_line = first,
        .closing_line = line,
        .start = source->line_starts[first],
        .end = source->line_starts[line],
        .body_start = line + 1 < source->n_lines ? source->line_starts[line + 1] : source->text.size,
    };
    return true;
}

/* ---- broken front matter, or a paragraph between two rules? ---- */

static bool is_key_byte(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           byte == '_' || byte == '-' || byte == '.' || byte == '"' || byte == '\'' ||
           (unsigned char)byte >= 0x80;
}

static bool looks_like_field(struct text line, bool is_toml)
{
    size_t end = 0;
    while (end < line.size && is_key_byte(line.bytes[end]))
        end++;
    struct text rest = text_skip(line, end);
    if (is_toml)
        return text_starts_with(line, TEXT("[")) ||
               (end > 0 && text_starts_with(text_trim_start(rest), TEXT("=")));
    if (end == 0 || !text_starts_with(rest, TEXT(":")))
        return false;
    return rest.size == 1 || rest.bytes[1] == ' ' || rest.bytes[1] == '\t';
}

static bool begins_like_a_field(const struct source *source, const struct fences *fences)
{
    for (size_t line = fences->first_line; line < fences->closing_line; line++) {
        struct text text = text_trim_start(line_at(source, line));
        if (text.size > 0 && text.bytes[0] != '#')
            return looks_like_field(text, fences->is_toml);
    }
    return false;
}

/* ---- content ---- */

static void set_problem(struct front_matter *matter, struct problem problem)
{
    matter->has_problem = true;
    matter->problem = problem;
}

/* False when the content is no mapping. */
static bool read_yaml(const struct source *source, const struct fences *fences, struct field_list *list,
                      struct front_matter *matter)
{
    struct yaml_tree tree;
    yaml_tree_read(source, fences->start, fences->end, FRONT_MATTER_EVENTS, list->arena, &tree);
    if (tree.n_problems > 0)
        set_problem(matter, tree.problems[0]);
    if (tree.documents == NULL)
        return true;
    fields_add_node(list, TEXT(""), tree.documents);
    return tree.documents->kind == NODE_MAP;
}

static void read_toml(const struct source *source, const struct fences *fences, struct field_list *list,
                      struct front_matter *matter)
{
    struct problem problem;
    if (toml_read(source, fences->start, fences->end, list, &problem) < 0)
        set_problem(matter, problem);
}

static bool read_content(const struct source *source, const struct fences *fences, struct field_list *list,
                         struct front_matter *matter)
{
    if (fences->end - fences->start > FRONT_MATTER_BYTES) {
        struct problem problem = {.line = (uint32_t)fences->first_line + 1,
                                  .column = 1,
                                  .reason = TEXT("front matter over 64 KiB is not read")};
        set_problem(matter, problem);
        return true;
    }
    if (!fences->is_toml)
        return read_yaml(source, fences, list, matter);
    read_toml(source, fences, list, matter);
    return true;
}

void front_matter_parse(const struct source *source, struct arena *arena, struct front_matter *ret)
{
    struct fences fences;
    struct field_list list = {.source = source, .arena = arena};
    struct front_matter matter = {0};
    *ret = (struct front_matter){0};
    if (!find_fences(source, &fences) || !read_content(source, &fences, &list, &matter))
        return;
    if (matter.has_problem && list.n_fields == 0 && !begins_like_a_field(source, &fences))
        return;
    matter.fields = list.fields;
    matter.n_fields = list.n_fields;
    matter.body_start = fences.body_start;
    *ret = matter;
}

/* ---- questions ---- */

static const struct matter_field *find_field(const struct front_matter *matter, struct text key)
{
    for (size_t i = 0; i < matter->n_fields; i++)
        if (matter->fields[i].value.size > 0 && text_equal(matter->fields[i].key, key))
            return &matter->fields[i];
    return NULL;
}

const struct matter_field *front_matter_get(const struct front_matter *matter, const char *keys)
{
    struct text rest = text_of(keys), key;
    const struct matter_field *field = NULL;
    while (field == NULL && text_next_field(&rest, '|', &key))
        field = find_field(matter, key);
    return field;
}

static bool is_one_of(const struct front_matter *matter, const char *key, const struct text words[4])
{
    const struct matter_field *field = find_field(matter, text_of(key));
    for (size_t i = 0; field != NULL && i < 4; i++)
        if (text_equal_ascii_case(field->value, words[i]))
            return true;
    return false;
}

bool front_matter_is_true(const struct front_matter *matter, const char *key)
{
    static const struct text words[4] = {TEXT_INIT("true"), TEXT_INIT("yes"), TEXT_INIT("on"),
                                         TEXT_INIT("1")};
    return is_one_of(matter, key, words);
}

bool front_matter_is_false(const struct front_matter *matter, const char *key)
{
    static const struct text words[4] = {TEXT_INIT("false"), TEXT_INIT("no"), TEXT_INIT("off"),
                                         TEXT_INIT("0")};
    return is_one_of(matter, key, words);
}
