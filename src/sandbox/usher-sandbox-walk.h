/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "sandbox/usher-sandbox-http.h"
#include "sandbox/usher-sandbox-visit.h"

G_BEGIN_DECLS

/* Where somebody stands (contract 3.11). */
typedef enum
{
  USHER_SANDBOX_STEP_END,       /* the invitation cannot be used */
  USHER_SANDBOX_STEP_LOCKED,    /* too many codes were wrong */
  USHER_SANDBOX_STEP_EMAIL,
  USHER_SANDBOX_STEP_CODE,
  USHER_SANDBOX_STEP_PROVIDER,
  USHER_SANDBOX_STEP_MFA_SETUP, /* reconnect in MFA_TOKEN_EXPIRED */
  USHER_SANDBOX_STEP_SIGN_IN,
  USHER_SANDBOX_STEP_MFA,
  USHER_SANDBOX_STEP_SITES,
  USHER_SANDBOX_STEP_THANKS,
} UsherSandboxStep;

/* One request of a recipient: the invitation, and how far they have come. */
typedef struct
{
  UsherSandbox *sandbox;            /* (borrowed) */
  const UsherSandboxRequest *request; /* (borrowed) */
  gint64 invitation;
  char *id;                         /* (owned) */
  char *status;                     /* (owned) */
  gint64 company;
  char *company_name;               /* (owned) */
  char *company_start;              /* (owned) YYYY-MM-DD */
  char *brand_name;                 /* (owned) (nullable) */
  char *brand_color;                /* (owned) (nullable) */
  char *brand_logo;                 /* (owned) (nullable) */
  JsonNode *emails;                 /* (owned) array: the allow-list */
  JsonNode *prefill;                /* (owned) object */
  gint64 connection;                /* to be repaired; 0 for a contributor */
  char *connection_name;            /* (owned) (nullable) its provider */
  char *connection_url;             /* (owned) (nullable) */
  char *connection_status;          /* (owned) (nullable) */
  gboolean connection_needs_mfa;
  char *mailed_to;                  /* (owned) (nullable) whose mailbox the link has proven */
  UsherSandboxVisit *visit;         /* (owned) */
  UsherSandboxStep step;
  gboolean has_codes_enough;        /* asked for one more than are sent */
  GHashTable *fields;               /* (owned) (nullable) the form that was sent */
  const char *wrong_field;          /* (borrowed) (nullable) what is wrong with it ... */
  char *message;                    /* (owned) (nullable) ... and what is to be done */
} UsherSandboxWalk;

/* NULL without an error: there is no such link. */
UsherSandboxWalk *usher_sandbox_walk_load   (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                             GError **error);
void              usher_sandbox_walk_free   (UsherSandboxWalk *walk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherSandboxWalk, usher_sandbox_walk_free)

gboolean          usher_sandbox_walk_settle (UsherSandboxWalk *walk, GError **error);

/* A text of the prefill, or NULL; whether a list of it has a text. */
const char *usher_sandbox_walk_get_prefill (UsherSandboxWalk *walk, const char *name);
gboolean    usher_sandbox_walk_is_prefilled (UsherSandboxWalk *walk, const char *name, const char *text);
gboolean    usher_sandbox_walk_has_list    (UsherSandboxWalk *walk, const char *name);
/* As it stands on the allow-list, or NULL. */
const char *usher_sandbox_walk_find_email  (UsherSandboxWalk *walk, const char *email);
gboolean    usher_sandbox_walk_has_emails  (UsherSandboxWalk *walk);
/* What was sent in a field, or NULL. */
const char *usher_sandbox_walk_get_field   (UsherSandboxWalk *walk, const char *name);
gboolean    usher_sandbox_walk_is_sent     (UsherSandboxWalk *walk, const char *name, const char *value);
/* What makes a form of this visit that form. */
char       *usher_sandbox_walk_seal_form   (UsherSandboxWalk *walk, const char *action);

G_END_DECLS
