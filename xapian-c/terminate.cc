/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boundary.hh"

#include <csetjmp>
#include <cstdlib>
#include <exception>

/* Xapian flushes the changes of value slots in a destructor (glass, ValueUpdater). When a write fails
 * there, the exception may not leave, and C++ calls std::terminate(): a full disk would end the process.
 * So a thread that writes leaves a way back here. What is jumped over is not unwound: the database is lost
 * to this process, must not be touched again, and leaks. Its files are as after a crash, that is, whole.
 * Nothing better is to be had: the other end of this handler is abort(). */

namespace
{

struct way_back {
    jmp_buf place;
    xc_error *error;
};

thread_local way_back *current = nullptr;

std::terminate_handler &handler_before()
{
    static std::terminate_handler before = nullptr;
    return before;
}

[[noreturn]] void on_terminate()
{
    way_back *back = current;
    if (back != nullptr && std::current_exception() != nullptr) {
        current = nullptr;
        xc::translate(back->error);
        longjmp(back->place, 1);
    }
    if (handler_before() != nullptr)
        handler_before()();
    std::abort();
}

bool install()
{
    handler_before() = std::set_terminate(on_terminate);
    return true;
}

} // namespace

namespace xc
{

int outlive_terminate(xc_error *error, bool *ret_lost, int (*body)(void *context), void *context)
{
    static const bool installed = install(); /* once; the compiler guards it */
    (void)installed;
    way_back back;
    back.error = error;
    *ret_lost = false;
    if (_setjmp(back.place) != 0) {
        *ret_lost = true;
        return -1;
    }
    current = &back;
    int result = body(context);
    current = nullptr;
    return result;
}

} // namespace xc
