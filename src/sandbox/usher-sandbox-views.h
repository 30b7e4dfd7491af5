/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox-walk.h"

G_BEGIN_DECLS

/* The page of the step at which the visit stands; FALSE: the database failed. */
gboolean usher_sandbox_view_step   (UsherSandboxWalk *walk, UsherSandboxAnswer *answer, guint status,
                                    GError **error);

/* What every form begins and ends with. */
void     usher_sandbox_view_form   (UsherSandboxWalk *walk, GString *html, const char *action);
void     usher_sandbox_view_button (GString *html, const char *label);
void     usher_sandbox_view_other  (UsherSandboxWalk *walk, GString *html, const char *action,
                                    const char *label);
const char *usher_sandbox_view_get_message (UsherSandboxWalk *walk, const char *field);

/* The larger steps, each in its own file. */
gboolean usher_sandbox_view_provider (UsherSandboxWalk *walk, GString **html, GError **error);
gboolean usher_sandbox_view_sites    (UsherSandboxWalk *walk, GString **html, GError **error);
gboolean usher_sandbox_view_thanks   (UsherSandboxWalk *walk, GString **html, GError **error);
void     usher_sandbox_view_end      (UsherSandboxWalk *walk, UsherSandboxAnswer *answer);
GString *usher_sandbox_view_begin    (UsherSandboxWalk *walk, guint number, const char *title);

G_END_DECLS
