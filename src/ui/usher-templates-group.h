/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/usher-session.h"

G_BEGIN_DECLS

/* The templates of the wizard in the preferences: which there are, whether the wizard begins with
 * one for its company, and away with it. */
#define USHER_TYPE_TEMPLATES_GROUP (usher_templates_group_get_type ())
G_DECLARE_FINAL_TYPE (UsherTemplatesGroup, usher_templates_group, USHER, TEMPLATES_GROUP, AdwPreferencesGroup)

GtkWidget *usher_templates_group_new          (void);
void       usher_templates_group_set_settings (UsherTemplatesGroup *self, GSettings *settings);
/* (nullable): whose companies and sites can be chosen when one is changed. */
void       usher_templates_group_set_session  (UsherTemplatesGroup *self, UsherSession *session);

G_END_DECLS
