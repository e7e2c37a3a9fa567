/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/plan.h"

static bool is_unchanged(const struct plan_input *input, const struct file_record *record,
                         const struct file_ref *file)
{
    return record->settings == input->settings && !record->is_racy &&
           record->size_bytes == file->size_bytes && record->mtime_ns == file->mtime_ns &&
           record->ctime_ns == file->ctime_ns;
}

/* Whether this run looked where the file would be, and did not find it. */
static bool is_gone(const struct plan_input *input, struct text path)
{
    const struct walk *walk = input->walk;
    for (size_t i = 0; i < walk->n_unreadable; i++)
        if (walk_is_below(path, walk->unreadable[i]))
            return false;
    for (size_t i = 0; i < walk->n_roots; i++)
        if (walk->roots[i].readable && walk_is_below(path, walk->roots[i].path))
            return true;
    return false;
}

void plan_make(const struct plan_input *input, struct arena *arena, struct plan *ret)
{
    const struct walk *walk = input->walk;
    struct change *removals = NULL;
    size_t n_removals = 0, removal_capacity = 0, capacity = 0;
    *ret = (struct plan){0};
    size_t f = 0, r = 0;
    while (f < walk->n_files || r < input->n_records) {
        int order = f == walk->n_files      ? 1
                    : r == input->n_records ? -1
                                            : text_compare(walk->files[f].path, input->records[r].path);
        if (order > 0) {
            const struct file_record *record = &input->records[r++];
            if (is_gone(input, record->path))
                *ARENA_PUSH(arena, removals, n_removals, removal_capacity) =
                    (struct change){.kind = CHANGE_REMOVE, .file.path = record->path, .record = record};
            continue;
        }
        const struct file_ref *file = &walk->files[f++];
        const struct file_record *record = order == 0 ? &input->records[r++] : NULL;
        if (record != NULL && is_unchanged(input, record, file)) {
            ret->n_unchanged++;
            continue;
        }
        ret->bytes += file->size_bytes;
        *ARENA_PUSH(arena, ret->changes, ret->n_changes, capacity) =
            (struct change){.kind = record == NULL ? CHANGE_ADD : CHANGE_UPDATE,
                            .file = *file,
                            .record = record,
                            .settings = input->settings,
                            .is_forced = record != NULL && record->settings != input->settings};
    }
    for (size_t i = 0; i < n_removals; i++)
        *ARENA_PUSH(arena, ret->changes, ret->n_changes, capacity) = removals[i];
}
