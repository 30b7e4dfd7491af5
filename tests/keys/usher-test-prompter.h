/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What shows gnome-keyring's questions on a desktop (org.gnome.keyring.SystemPrompter), played by somebody who presses
 * Cancel at each. On the session bus of the environment, served by the main context. */
typedef struct _UsherTestPrompter UsherTestPrompter;

UsherTestPrompter *usher_test_prompter_start           (void);
guint              usher_test_prompter_get_n_dismissed (UsherTestPrompter *self);
void               usher_test_prompter_stop            (UsherTestPrompter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherTestPrompter, usher_test_prompter_stop)

G_END_DECLS
