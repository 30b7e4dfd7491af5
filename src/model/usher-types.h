/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Forward declarations of the model's types, so that headers need not include each other. */

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _UsherAccount UsherAccount;
typedef struct _UsherCompany UsherCompany;
typedef struct _UsherConnection UsherConnection;
typedef struct _UsherCounts UsherCounts;
typedef struct _UsherEvent UsherEvent;
typedef struct _UsherFieldErrors UsherFieldErrors;
typedef struct _UsherIntent UsherIntent;
typedef struct _UsherInvitation UsherInvitation;
typedef struct _UsherInvitationDraft UsherInvitationDraft;
typedef struct _UsherInvitationItem UsherInvitationItem;
typedef struct _UsherPrefill UsherPrefill;
typedef struct _UsherQuery UsherQuery;
typedef struct _UsherSite UsherSite;

G_END_DECLS
