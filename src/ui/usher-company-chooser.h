/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/usher-session.h"

G_BEGIN_DECLS

/* Which company the lists are about. Property: session (nullable); sets the session's query. */
#define USHER_TYPE_COMPANY_CHOOSER (usher_company_chooser_get_type ())
G_DECLARE_FINAL_TYPE (UsherCompanyChooser, usher_company_chooser, USHER, COMPANY_CHOOSER, AdwBin)

GtkWidget *usher_company_chooser_new         (void);
void       usher_company_chooser_set_session (UsherCompanyChooser *self, UsherSession *session);

G_END_DECLS
