/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/usher-session.h"

G_BEGIN_DECLS

/* A choice of invitations to export. */
typedef struct
{
  char *label;       /* (owned) for people */
  char *filter;      /* (owned) what the log's header says */
  GPtrArray *ids;    /* (owned) (nullable) (element-type utf8) */
  UsherQuery *query; /* (owned) (nullable) when there are no ids */
} UsherExportScope;

/* (transfer full) (element-type UsherExportScope) The most likely first. */
GPtrArray *usher_export_scopes_new (UsherSession *session, GPtrArray *selected);

G_END_DECLS
