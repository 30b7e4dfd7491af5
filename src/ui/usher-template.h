/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-invitation-draft.h"

G_BEGIN_DECLS

/* A named set of defaults for the wizard, of one company. No addresses, no connection: those are of one invitation. */
#define USHER_TYPE_TEMPLATE (usher_template_get_type ())
G_DECLARE_FINAL_TYPE (UsherTemplate, usher_template, USHER, TEMPLATE, GObject)

/* company_name: (nullable) what people call the company of the draft. */
UsherTemplate      *usher_template_new              (const char *name, UsherInvitationDraft *draft,
                                                     const char *company_name, gboolean is_default);
const char         *usher_template_get_name         (UsherTemplate *self);
UsherInvitationKind usher_template_get_kind         (UsherTemplate *self);
const char         *usher_template_get_company_id   (UsherTemplate *self); /* (nullable) */
const char         *usher_template_get_company_name (UsherTemplate *self); /* (nullable) */
/* The wizard begins with it for its company. */
gboolean            usher_template_get_is_default   (UsherTemplate *self);
/* "Contributor · Example Consulting · 30 days" */
char               *usher_template_dup_words        (UsherTemplate *self);
/* A draft of that kind with the defaults; sites only for the template's own company. */
UsherInvitationDraft *usher_template_make_draft     (UsherTemplate *self, const char *company_id);

/* All of them, as the settings keep them, by name; (element-type UsherTemplate). */
GPtrArray          *usher_templates_load            (GSettings *settings);
/* (transfer full) (nullable) */
UsherTemplate      *usher_templates_find            (GSettings *settings, const char *name);
UsherTemplate      *usher_templates_find_default    (GSettings *settings, UsherInvitationKind kind,
                                                     const char *company_id);
/* In the place of one of the same name. A default takes that from another of the same company and kind. */
void                usher_templates_add             (GSettings *settings, UsherTemplate *template);
/* In the place of the one that was called that, whatever it is called now. */
void                usher_templates_replace         (GSettings *settings, const char *name, UsherTemplate *template);
void                usher_templates_remove          (GSettings *settings, const char *name);
void                usher_templates_set_default     (GSettings *settings, const char *name, gboolean is_default);

G_END_DECLS
