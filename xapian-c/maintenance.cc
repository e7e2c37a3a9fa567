/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boundary.hh"

#include <cerrno>
#include <filesystem>
#include <sstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace xc;

int xc_check(const char *path, struct xc_buffer *ret_report, struct xc_error *error)
{
    int result = guard(error, [&] {
        require_index(path);
        std::ostringstream report;
        size_t n_errors = Xapian::Database::check(path, 0, &report);
        fill(ret_report, report.str());
        return n_errors > 0 ? 1 : 0;
    });
    if (result == 0 || error->code != XC_CORRUPT)
        return result;
    return guard(error, [&] {
        fill(ret_report, std::string(error->message) + "\n");
        return 1;
    });
}

namespace
{

/* A descriptor that closes itself. */
struct opened {
    int descriptor;

    opened(const char *path, int flags) : descriptor(open(path, flags | O_CLOEXEC))
    {
        if (descriptor < 0)
            fail_errno(errno, "%s", path);
    }
    ~opened()
    {
        close(descriptor);
    }
    opened(const opened &) = delete;
    opened &operator=(const opened &) = delete;
};

} // namespace

namespace xc
{

void sync_directory(int directory, const char *path)
{
    if (fsync(directory) < 0 && errno != EINVAL)
        fail_errno(errno, "%s: the folder can't be synced", path);
}

} // namespace xc

/* The compactor leaves its files to the system; here they are on the disk before anyone renames the
 * folder. */
static void sync_tree(const char *path)
{
    for (const auto &entry : std::filesystem::directory_iterator(path)) {
        opened file(entry.path().c_str(), O_RDONLY);
        if (fsync(file.descriptor) < 0)
            fail_errno(errno, "%s", entry.path().c_str());
    }
    opened folder(path, O_RDONLY | O_DIRECTORY);
    sync_directory(folder.descriptor, path);
    opened parent((std::string(path) + "/..").c_str(), O_RDONLY | O_DIRECTORY);
    sync_directory(parent.descriptor, path);
}

int xc_compact(const char *path, const char *to, struct xc_error *error)
{
    return guard(error, [&] {
        struct stat status;
        if (lstat(to, &status) == 0)
            fail(XC_ARGUMENT, "%s is there already", to);
        open_index index(path);
        index.db.compact(to, Xapian::DBCOMPACT_NO_RENUMBER);
        sync_tree(to);
        return 0;
    });
}
