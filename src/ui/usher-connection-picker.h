/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/usher-session.h"
#include "ui/usher-create-step.h"

G_BEGIN_DECLS

/* Which connection a reconnect invitation is to repair: those that need it first, with the reason.
 * Signal "changed". */
#define USHER_TYPE_CONNECTION_PICKER (usher_connection_picker_get_type ())
G_DECLARE_FINAL_TYPE (UsherConnectionPicker, usher_connection_picker, USHER, CONNECTION_PICKER, AdwBin)

GtkWidget       *usher_connection_picker_new            (void);
/* company_id NULL: the connections of all companies. */
void             usher_connection_picker_set_session    (UsherConnectionPicker *self,
                                                         UsherSession *session, const char *company_id);
/* (element-type UsherConnection) In any order. */
void             usher_connection_picker_set_connections (UsherConnectionPicker *self,
                                                          GPtrArray *connections);
void             usher_connection_picker_select         (UsherConnectionPicker *self, const char *id);
const char      *usher_connection_picker_get_selected   (UsherConnectionPicker *self); /* (nullable) */
/* (nullable) NULL while the connections are not known. */
UsherConnection *usher_connection_picker_get_connection (UsherConnectionPicker *self);
void             usher_connection_picker_add_messages   (UsherConnectionPicker *self, UsherCreateStep *step);

G_END_DECLS
