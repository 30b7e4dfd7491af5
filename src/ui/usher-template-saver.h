/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks for a name under which what was entered is kept. Signal: save (const char *name, gboolean is_default). */
#define USHER_TYPE_TEMPLATE_SAVER (usher_template_saver_get_type ())
G_DECLARE_FINAL_TYPE (UsherTemplateSaver, usher_template_saver, USHER, TEMPLATE_SAVER, AdwPreferencesGroup)

GtkWidget *usher_template_saver_new         (void);
/* company_name: (nullable) for which the wizard could begin with it. Closes it, too. */
void       usher_template_saver_set_company (UsherTemplateSaver *self, const char *company_name);

G_END_DECLS
