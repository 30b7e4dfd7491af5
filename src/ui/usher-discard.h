/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/compat/usher-dialog.h"

G_BEGIN_DECLS

/* For query_close: asks whether what was entered may go, once at a time, and closes the dialog if so. */
void usher_discard_ask (UsherDialog *dialog, const char *heading, const char *body, GCancellable *cancellable);

G_END_DECLS
