/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/usher-session.h"

G_BEGIN_DECLS

/* Every fact of one invitation, in groups. Signal "show-activity": the whole log is wanted. */
#define USHER_TYPE_DETAIL_FACTS (usher_detail_facts_get_type ())
G_DECLARE_FINAL_TYPE (UsherDetailFacts, usher_detail_facts, USHER, DETAIL_FACTS, AdwBin)

GtkWidget *usher_detail_facts_new            (void);
/* session and company_name are nullable. */
void       usher_detail_facts_set_invitation (UsherDetailFacts *self, UsherSession *session,
                                              UsherInvitation *invitation, const char *company_name);
/* (nullable) The company with its sites, for their names. */
void       usher_detail_facts_set_company    (UsherDetailFacts *self, UsherCompany *company);
/* (nullable) The connection of a reconnect. */
void       usher_detail_facts_set_connection (UsherDetailFacts *self, UsherConnection *connection);
/* (nullable) (element-type UsherEvent) oldest first: the latest ones are shown. */
void       usher_detail_facts_set_events     (UsherDetailFacts *self, GPtrArray *events);
/* Writes what depends on the time of day anew. */
void       usher_detail_facts_refresh        (UsherDetailFacts *self);
void       usher_detail_facts_scroll_to_top  (UsherDetailFacts *self);

G_END_DECLS
