/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define USHER_STORE_ERROR (usher_store_error_quark ())

/**
 * UsherStoreError:
 * @USHER_STORE_ERROR_CORRUPT: the file is damaged (it was moved aside and a new one begun)
 * @USHER_STORE_ERROR_TOO_NEW: a later version of Usher wrote the file; it is left untouched
 * @USHER_STORE_ERROR_READ_ONLY: the folder or file cannot be written
 * @USHER_STORE_ERROR_FULL: the disk is full
 * @USHER_STORE_ERROR_NOT_FOUND: no such row
 * @USHER_STORE_ERROR_CLOSED: the store was closed meanwhile
 * @USHER_STORE_ERROR_ENGINE: anything else SQLite reports
 */
typedef enum
{
  USHER_STORE_ERROR_CORRUPT,
  USHER_STORE_ERROR_TOO_NEW,
  USHER_STORE_ERROR_READ_ONLY,
  USHER_STORE_ERROR_FULL,
  USHER_STORE_ERROR_NOT_FOUND,
  USHER_STORE_ERROR_CLOSED,
  USHER_STORE_ERROR_ENGINE,
} UsherStoreError;

GQuark usher_store_error_quark (void);

G_END_DECLS
