/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A message is one printable line of whole UTF-8 characters, even when it was cut or quotes a hostile path
 * name. */
static void tidy(char *message, size_t capacity)
{
    size_t size = strlen(message);
    if (size + 1 == capacity) {
        while (size > 0 && ((unsigned char)message[size - 1] & 0xC0) == 0x80)
            size--;
        if (size > 0 && ((unsigned char)message[size - 1] & 0x80))
            size--;
        message[size] = '\0';
    }
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)message[i] < 0x20 || message[i] == 0x7F)
            message[i] = '?';
}

int error_set(struct error *error, enum error_code code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    error->code = code;
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    tidy(error->message, sizeof error->message);
    return -1;
}

int error_set_errno(struct error *error, int errno_value, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (errno_value == ENOENT || errno_value == ENOTDIR)
        error->code = ERROR_NOT_FOUND;
    else
        error->code = errno_value == ENOMEM ? ERROR_MEMORY : ERROR_SYSTEM;
    int size = vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    char buffer[128];
    const char *reason = strerror_r(errno_value, buffer, sizeof buffer); /* the GNU one */
    if (size >= 0 && (size_t)size < sizeof error->message)
        snprintf(error->message + size, sizeof error->message - (size_t)size, ": %s", reason);
    tidy(error->message, sizeof error->message);
    return -1;
}

int error_prefix(struct error *error, const char *format, ...)
{
    char tail[sizeof error->message];
    memcpy(tail, error->message, sizeof tail);
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    if (size >= 0 && (size_t)size < sizeof error->message)
        snprintf(error->message + size, sizeof error->message - (size_t)size, ": %s", tail);
    tidy(error->message, sizeof error->message);
    return -1;
}
