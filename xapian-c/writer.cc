/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boundary.hh"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace xc;

/* Between batches · inside one · after one that failed and was dropped, until the caller cancels · after
 * one that could not even be dropped, or took the database with it. */
enum class batch { none, open, failed, stuck };

struct xc_writer {
    std::string path;
    std::unique_ptr<Xapian::WritableDatabase> database; /* none after outlive_terminate() lost it */
    xc_database view;
    int directory = -1;
    batch state = batch::none;
    bool in_transaction = false; /* as Xapian sees it */

    ~xc_writer()
    {
        if (directory >= 0)
            close(directory);
    }
};

/* ---- opening ---- */

static bool index_is_there(const char *path)
{
    struct stat status;
    return stat((std::string(path) + "/iamglass").c_str(), &status) == 0;
}

static void require_parent(const char *path)
{
    std::string parent(path);
    while (parent.size() > 1 && parent.back() == '/')
        parent.pop_back();
    size_t slash = parent.rfind('/');
    parent = slash == std::string::npos ? "." : parent.substr(0, slash + 1);
    struct stat status;
    if (stat(parent.c_str(), &status) < 0)
        fail(XC_NOT_FOUND, "%s: there is no folder %s", path, parent.c_str());
}

/* Whether the index has to be made. */
static bool check_open(const char *path, unsigned flags)
{
    const unsigned actions = XC_CREATE | XC_CREATE_OR_OPEN;
    if (path[0] == '\0')
        fail(XC_ARGUMENT, "an empty path");
    if ((flags & ~(actions | XC_WAIT_FOR_LOCK)) != 0 || (flags & actions) == actions)
        fail(XC_ARGUMENT, "0x%x are no flags to open with", flags);
    if (flags & XC_CREATE) {
        if (index_is_there(path))
            fail(XC_ARGUMENT, "%s: an index is here already", path);
    } else if (!(flags & XC_CREATE_OR_OPEN)) {
        require_index(path);
    }
    if (index_is_there(path))
        return false;
    require_parent(path);
    return true;
}

static int action_of(unsigned flags)
{
    int action = flags & XC_CREATE           ? Xapian::DB_CREATE
                 : flags & XC_CREATE_OR_OPEN ? Xapian::DB_CREATE_OR_OPEN
                                             : Xapian::DB_OPEN;
    return action | (flags & XC_WAIT_FOR_LOCK ? Xapian::DB_RETRY_LOCK : 0);
}

/* Xapian syncs its files and leaves the names to fate: a power cut could take back a new index, or bring
 * back a version file whose tables have moved on. */
static void sync_parent(const xc_writer *writer)
{
    int parent = openat(writer->directory, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (parent < 0)
        fail_errno(errno, "%s: the folder above", writer->path.c_str());
    int result = fsync(parent);
    int saved = errno;
    close(parent);
    if (result < 0 && saved != EINVAL)
        fail_errno(saved, "%s: the folder above can't be synced", writer->path.c_str());
}

int xc_writer_open(const char *path, unsigned flags, struct xc_writer **ret, struct xc_error *error)
{
    return guard(error, [&] {
        bool is_new = check_open(path, flags);
        auto writer = std::make_unique<xc_writer>();
        writer->path = path;
        writer->database =
            std::make_unique<Xapian::WritableDatabase>(path, action_of(flags) | Xapian::DB_BACKEND_GLASS);
        writer->view.index = std::make_shared<open_index>(*writer->database);
        writer->directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (writer->directory < 0)
            fail_errno(errno, "%s", path);
        if (is_new) {
            sync_directory(writer->directory, path);
            sync_parent(writer.get());
        }
        *ret = writer.release();
        return 0;
    });
}

/* ---- batches ---- */

/* Forgets what is pending. commit_transaction() ends Xapian's transaction before it commits, so after a
 * failed commit the changes hang outside of any, where the next commit, or the destructor, would write
 * half of them: a transaction that is begun without a flush takes them in again, and is cancelled. If even
 * that fails, one is left open: then nothing commits any more. */
static void drop_batch(xc_writer *writer) noexcept
{
    xc_error ignored;
    int result = guard(&ignored, [&] {
        if (!writer->in_transaction)
            writer->database->begin_transaction(false);
        writer->in_transaction = false;
        writer->database->cancel_transaction();
        return 0;
    });
    writer->state = batch::failed;
    if (result == 0)
        return;
    writer->state = batch::stuck;
    guard(&ignored, [&] {
        writer->database->begin_transaction(false);
        return 0;
    });
}

static void require_batch(const xc_writer *writer)
{
    switch (writer->state) {
    case batch::open:
        return;
    case batch::none:
        fail(XC_ARGUMENT, "%s: no batch was begun", writer->path.c_str());
    case batch::failed:
        fail(XC_ARGUMENT, "%s: this batch failed and was dropped; cancel it", writer->path.c_str());
    case batch::stuck:
        fail(XC_SYSTEM, "%s: a batch failed and can't be dropped; close the writer", writer->path.c_str());
    }
}

/* Runs `act`, after whose failure the writer holds no batch, and perhaps no database either. */
template <class Act> static int write(xc_writer *writer, xc_error *error, Act &act) noexcept
{
    struct call {
        xc_error *error;
        Act *act;
    } call = {error, &act};
    auto body = [](void *context) {
        auto *inner = static_cast<struct call *>(context);
        return guard(inner->error, [&] {
            (*inner->act)();
            return 0;
        });
    };
    bool lost;
    int result = outlive_terminate(error, &lost, body, &call);
    if (lost) {
        (void)writer->database.release();
        writer->state = batch::stuck;
    } else if (result < 0) {
        drop_batch(writer);
    }
    return result;
}

/* One change: what `check` refuses harms nothing, what fails in `act` drops the batch. */
template <class Check, class Act>
static int change(xc_writer *writer, xc_error *error, Check &&check, Act &&act) noexcept
{
    int result = guard(error, [&] {
        require_batch(writer);
        check();
        return 0;
    });
    if (result < 0)
        return result;
    return write(writer, error, act);
}

int xc_writer_begin(struct xc_writer *writer, struct xc_error *error)
{
    int result = guard(error, [&] {
        if (writer->state == batch::open)
            fail(XC_ARGUMENT, "%s: a batch is open already", writer->path.c_str());
        if (writer->state != batch::none)
            require_batch(writer);
        return 0;
    });
    if (result < 0)
        return result;
    return guard(error, [&] {
        writer->database->begin_transaction(true);
        writer->in_transaction = true;
        writer->state = batch::open;
        return 0;
    });
}

int xc_writer_commit(struct xc_writer *writer, struct xc_error *error)
{
    return change(
        writer, error, [] {},
        [&] {
            writer->in_transaction = false;
            writer->database->commit_transaction();
            sync_directory(writer->directory, writer->path.c_str());
            writer->state = batch::none;
        });
}

int xc_writer_cancel(struct xc_writer *writer, struct xc_error *error)
{
    return guard(error, [&] {
        if (writer->state == batch::open)
            drop_batch(writer);
        if (writer->state != batch::failed)
            require_batch(writer);
        writer->state = batch::none;
        return 0;
    });
}

static int shut(xc_writer *writer, xc_error *error) noexcept
{
    bool was_open = writer->state == batch::open;
    if (was_open)
        drop_batch(writer);
    return guard(error, [&] {
        if (writer->database != nullptr)
            writer->database->close();
        if (was_open)
            fail(XC_ARGUMENT, "%s: closed inside a batch, which was dropped", writer->path.c_str());
        return 0;
    });
}

int xc_writer_close(struct xc_writer *writer, struct xc_error *error)
{
    if (writer == nullptr)
        return 0;
    int result = shut(writer, error);
    delete writer;
    return result;
}

void xc_writer_free(struct xc_writer *writer)
{
    xc_error ignored;
    xc_writer_close(writer, &ignored);
}

struct xc_database *xc_writer_database(struct xc_writer *writer)
{
    return &writer->view;
}

/* ---- changes ---- */

int xc_writer_replace(struct xc_writer *writer, struct xc_text unique_term, struct xc_document *document,
                      uint32_t *ret_id, struct xc_error *error)
{
    std::string unique;
    return change(
        writer, error,
        [&] {
            check_term(unique_term, "unique term");
            unique = to_string(unique_term);
            document->document.add_boolean_term(unique);
        },
        [&] {
            Xapian::docid id = writer->database->replace_document(unique, document->document);
            if (ret_id != nullptr)
                *ret_id = id;
        });
}

int xc_writer_add(struct xc_writer *writer, struct xc_document *document, uint32_t *ret_id,
                  struct xc_error *error)
{
    return change(
        writer, error, [] {},
        [&] {
            Xapian::docid id = writer->database->add_document(document->document);
            if (ret_id != nullptr)
                *ret_id = id;
        });
}

int xc_writer_remove(struct xc_writer *writer, struct xc_text term, struct xc_error *error)
{
    return change(
        writer, error, [&] { check_term(term, "term"); },
        [&] { writer->database->delete_document(to_string(term)); });
}

int xc_writer_remove_id(struct xc_writer *writer, uint32_t id, struct xc_error *error)
{
    return change(
        writer, error, [&] { writer->database->get_document(id); },
        [&] { writer->database->delete_document(id); });
}

int xc_writer_set_metadata(struct xc_writer *writer, struct xc_text key, struct xc_text value,
                           struct xc_error *error)
{
    return change(
        writer, error,
        [&] {
            check_term(key, "metadata key");
            check_size(value, XC_MAX_DATA_BYTES, "a metadata value");
        },
        [&] { writer->database->set_metadata(to_string(key), to_string(value)); });
}

int xc_writer_add_synonym(struct xc_writer *writer, struct xc_text term, struct xc_text synonym,
                          struct xc_error *error)
{
    return change(
        writer, error,
        [&] {
            check_term(term, "term");
            check_term(synonym, "synonym");
        },
        [&] { writer->database->add_synonym(to_string(term), to_string(synonym)); });
}

int xc_writer_remove_synonyms(struct xc_writer *writer, struct xc_text term, struct xc_error *error)
{
    return change(
        writer, error, [&] { check_term(term, "term"); },
        [&] { writer->database->clear_synonyms(to_string(term)); });
}

int xc_writer_add_spelling(struct xc_writer *writer, struct xc_text word, uint32_t frequency_increment,
                           struct xc_error *error)
{
    return change(
        writer, error, [&] { check_term(word, "word"); },
        [&] { writer->database->add_spelling(to_string(word), frequency_increment); });
}

int xc_writer_remove_spelling(struct xc_writer *writer, struct xc_text word, uint32_t frequency_decrement,
                              struct xc_error *error)
{
    return change(
        writer, error, [&] { check_term(word, "word"); },
        [&] { writer->database->remove_spelling(to_string(word), frequency_decrement); });
}
