/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/usher-database.h"

G_BEGIN_DECLS

extern const UsherDatabaseKind usher_store_kind;
extern const UsherDatabaseKind usher_journal_kind;

G_END_DECLS
