/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boundary.hh"

#include <cerrno>

#include <sys/stat.h>

using namespace xc;

namespace xc
{

void require_index(const char *path)
{
    struct stat status;
    std::string version_file = std::string(path) + "/iamglass";
    if (stat(version_file.c_str(), &status) == 0)
        return;
    if (errno == ENOENT || errno == ENOTDIR)
        fail(XC_NOT_FOUND, "%s: no index here", path);
    fail_errno(errno, "%s", path);
}

/* The folder is looked at before its files: if another takes its place in between, the next reopen() sees
 * that. */
void open_index::open_folder()
{
    require_index(path.c_str());
    struct stat status;
    if (stat(path.c_str(), &status) < 0)
        fail_errno(errno, "%s", path.c_str());
    db = Xapian::Database(path, Xapian::DB_BACKEND_GLASS);
    device = status.st_dev;
    inode = status.st_ino;
    uuid = db.get_uuid();
}

open_index::open_index(const char *index_path) : path(index_path)
{
    open_folder();
}

/* Two compacted indexes may share a revision, and then Xapian's reopen() stays with the old one's files.
 * An inode may be used again, hence the uuid. */
bool open_index::reopen()
{
    if (through_writer)
        return false;
    require_index(path.c_str());
    struct stat status;
    if (stat(path.c_str(), &status) < 0)
        fail_errno(errno, "%s", path.c_str());
    bool moved = false;
    bool same_folder = status.st_dev == device && status.st_ino == inode;
    if (same_folder) {
        moved = db.reopen();
        same_folder = db.get_uuid() == uuid;
    }
    if (!same_folder) {
        open_folder();
        moved = true;
    }
    return moved;
}

} // namespace xc

int xc_database_open(const char *path, struct xc_database **ret, struct xc_error *error)
{
    return guard(error, [&] {
        auto database = std::make_unique<xc_database>();
        database->index = std::make_shared<open_index>(path);
        *ret = database.release();
        return 0;
    });
}

void xc_database_close(struct xc_database *database)
{
    /* The writer's own view goes with the writer. */
    if (database != nullptr && !database->index->through_writer)
        delete database;
}

int xc_database_reopen(struct xc_database *database, struct xc_error *error)
{
    return guard(error, [&] { return database->index->reopen() ? 1 : 0; });
}

int xc_database_count(struct xc_database *database, uint32_t *ret, struct xc_error *error)
{
    return guard(error, [&] {
        *ret = database->index->db.get_doccount();
        return 0;
    });
}

int xc_database_statistics(struct xc_database *database, struct xc_statistics *ret, struct xc_error *error)
{
    return guard(error, [&] {
        const Xapian::Database &db = database->index->db;
        xc_statistics statistics = {};
        statistics.documents = db.get_doccount();
        statistics.last_id = db.get_lastdocid();
        statistics.total_length = db.get_total_length();
        statistics.average_length = db.get_average_length();
        statistics.revision = db.get_revision();
        db.get_uuid().copy(statistics.uuid, sizeof statistics.uuid - 1);
        statistics.positions = db.has_positions();
        *ret = statistics;
        return 0;
    });
}

int xc_database_locked(struct xc_database *database, struct xc_error *error)
{
    return guard(error, [&] { return database->index->db.locked() ? 1 : 0; });
}

int xc_database_metadata(struct xc_database *database, struct xc_text key, struct xc_buffer *ret,
                         struct xc_error *error)
{
    return guard(error, [&] {
        if (key.size == 0)
            fail(XC_ARGUMENT, "an empty metadata key");
        if (!term_can_exist(key))
            return 0;
        std::string value = database->index->db.get_metadata(to_string(key));
        if (value.empty())
            return 0;
        fill(ret, value);
        return 1;
    });
}

int xc_database_term_exists(struct xc_database *database, struct xc_text term, struct xc_error *error)
{
    return guard(error, [&] {
        return term_can_exist(term) && database->index->db.term_exists(to_string(term)) ? 1 : 0;
    });
}

int xc_database_term_frequency(struct xc_database *database, struct xc_text term, uint32_t *ret,
                               struct xc_error *error)
{
    return guard(error, [&] {
        *ret = term_can_exist(term) ? database->index->db.get_termfreq(to_string(term)) : 0;
        return 0;
    });
}

int xc_database_collection_frequency(struct xc_database *database, struct xc_text term, uint64_t *ret,
                                     struct xc_error *error)
{
    return guard(error, [&] {
        *ret = term_can_exist(term) ? database->index->db.get_collection_freq(to_string(term)) : 0;
        return 0;
    });
}

int xc_database_find(struct xc_database *database, struct xc_text unique_term, uint32_t *ret_id,
                     struct xc_error *error)
{
    return guard(error, [&] {
        if (!term_can_exist(unique_term))
            return 0;
        Xapian::PostingIterator first = database->index->db.postlist_begin(to_string(unique_term));
        if (first == Xapian::PostingIterator())
            return 0;
        *ret_id = *first;
        return 1;
    });
}

int xc_database_document(struct xc_database *database, uint32_t id, struct xc_document **ret,
                         struct xc_error *error)
{
    return guard(error, [&] {
        auto document = std::make_unique<xc_document>();
        document->document = database->index->db.get_document(id);
        document->length = database->index->db.get_doclength(id);
        *ret = document.release();
        return 0;
    });
}

int xc_database_suggestion(struct xc_database *database, struct xc_text word, unsigned max_edits,
                           struct xc_buffer *ret, struct xc_error *error)
{
    return guard(error, [&] {
        if (max_edits < 1 || max_edits > 3)
            fail(XC_ARGUMENT, "%u edits: 1 to 3 are looked for", max_edits);
        if (!term_can_exist(word))
            return 0;
        std::string suggestion = database->index->db.get_spelling_suggestion(to_string(word), max_edits);
        if (suggestion.empty())
            return 0;
        fill(ret, suggestion);
        return 1;
    });
}
