/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The error domain of the archive. */

#include "usher-config.h"

#include "archive/usher-archive-error.h"

G_DEFINE_QUARK (usher-archive-error-quark, usher_archive_error)
