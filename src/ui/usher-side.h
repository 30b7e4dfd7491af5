/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/usher-application.h"

G_BEGIN_DECLS

/* A window beside the main one, with an account: its session and its end. It holds the application.
 * Signal "closed": the window is gone, and so is its session. */
#define USHER_TYPE_SIDE (usher_side_get_type ())
G_DECLARE_FINAL_TYPE (UsherSide, usher_side, USHER, SIDE, GObject)

UsherSide    *usher_side_new         (UsherApplication *application);
UsherWindow  *usher_side_get_window  (UsherSide *self); /* (nullable) when it was closed */
UsherAccount *usher_side_get_account (UsherSide *self); /* (nullable) which is open or being opened */
/* Opens an account in the place of the one before; the same one is opened anew. */
void          usher_side_open        (UsherSide *self, UsherAccount *account);
/* Its window was closed. */
void          usher_side_end         (UsherSide *self);

G_END_DECLS
