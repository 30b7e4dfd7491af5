/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define USHER_ARCHIVE_ERROR (usher_archive_error_quark ())

/**
 * UsherArchiveError:
 * @USHER_ARCHIVE_ERROR_UNREADABLE: the file cannot be opened or read
 * @USHER_ARCHIVE_ERROR_NOT_A_FILE: a folder, a pipe, a device
 * @USHER_ARCHIVE_ERROR_EMPTY: 0 bytes
 * @USHER_ARCHIVE_ERROR_FORMAT: neither a log nor an answer of the API
 * @USHER_ARCHIVE_ERROR_TOO_LARGE: it expands beyond what is reasonable, or there is no room for it
 * @USHER_ARCHIVE_ERROR_CHANGED: the file became shorter while it was open
 * @USHER_ARCHIVE_ERROR_WRITE: a log cannot be written
 * @USHER_ARCHIVE_ERROR_FILTER: a filter that cannot be used, such as a broken regular expression
 *
 * What can go wrong with logs. Messages are translated and say what to do. Cancelling is always
 * %G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  USHER_ARCHIVE_ERROR_UNREADABLE,
  USHER_ARCHIVE_ERROR_NOT_A_FILE,
  USHER_ARCHIVE_ERROR_EMPTY,
  USHER_ARCHIVE_ERROR_FORMAT,
  USHER_ARCHIVE_ERROR_TOO_LARGE,
  USHER_ARCHIVE_ERROR_CHANGED,
  USHER_ARCHIVE_ERROR_WRITE,
  USHER_ARCHIVE_ERROR_FILTER,
} UsherArchiveError;

GQuark usher_archive_error_quark (void);

G_END_DECLS
