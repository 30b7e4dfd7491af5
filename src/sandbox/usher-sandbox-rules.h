/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox.h"

G_BEGIN_DECLS

#define USHER_SANDBOX_RULE_ERROR (usher_sandbox_rule_error_quark ())

/**
 * UsherSandboxRuleError:
 * @USHER_SANDBOX_RULE_ERROR_UNKNOWN: there is no such invitation
 * @USHER_SANDBOX_RULE_ERROR_NOT_ACTIVE: it is expired, revoked or used up; the message says which
 * @USHER_SANDBOX_RULE_ERROR_NO_RECIPIENTS: it has no allow-list, so there is nobody to mail
 */
typedef enum
{
  USHER_SANDBOX_RULE_ERROR_UNKNOWN,
  USHER_SANDBOX_RULE_ERROR_NOT_ACTIVE,
  USHER_SANDBOX_RULE_ERROR_NO_RECIPIENTS,
} UsherSandboxRuleError;

GQuark usher_sandbox_rule_error_quark (void);

/* What the API calls the two kinds (contract 3.1). */
#define USHER_SANDBOX_CREATE_CONNECTION "CREATE_CONNECTION"
#define USHER_SANDBOX_EDIT_CONNECTION   "EDIT_CONNECTION"

/* A new invitation. Strings are borrowed. */
typedef struct
{
  const char *id;             /* (nullable): NULL for a random one */
  gint64 company;             /* key */
  gint64 connection;          /* key, 0 for a contributor */
  const char * const *emails; /* the allow-list */
  gint64 expires_in;          /* seconds, 0 for never */
  gint64 max_uses;            /* 0 for unlimited */
  gboolean send_email;
  const char *prefill;        /* JSON object */
} UsherSandboxDraft;

/* Who does something, as the log keeps it. Strings are borrowed. */
typedef struct
{
  const char *email;          /* (nullable) */
  const char *user_agent;     /* (nullable) */
  const char *ip_address;     /* (nullable) */
} UsherSandboxActor;

/* How a recipient ends the form. Strings are borrowed. The utility's password never comes here. */
typedef struct
{
  UsherSandboxActor actor;
  const char *connection_id;  /* (nullable): the new connection's, NULL for a random one */
  const char *provider_name;
  const char *provider_url;
  const char *country;
  const char *username;
  const char *owner_email;    /* (nullable) */
  const char *start_date;     /* YYYY-MM-DD */
  const char *utility_types;  /* JSON array */
  const gint64 *sites;        /* keys */
  gsize n_sites;
  const char *status;         /* of the connection, at once */
  const char *status_detail;  /* (nullable): what is wrong with it */
  const char *due_status;     /* (nullable): what that becomes by itself ... */
  gint64 due_after;           /* ... after so many seconds */
} UsherSandboxUse;

/* Each of these is one transaction at the service's time. */
gboolean usher_sandbox_rules_settle (UsherSandbox *sandbox, GError **error);
gint64   usher_sandbox_rules_create (UsherSandbox *sandbox, const UsherSandboxDraft *draft, GError **error);
gboolean usher_sandbox_rules_revoke (UsherSandbox *sandbox, gint64 invitation, GError **error);
gboolean usher_sandbox_rules_resend (UsherSandbox *sandbox, gint64 invitation, GError **error);
gboolean usher_sandbox_rules_view   (UsherSandbox *sandbox, gint64 invitation,
                                     const UsherSandboxActor *actor, GError **error);
gboolean usher_sandbox_rules_use    (UsherSandbox *sandbox, gint64 invitation,
                                     const UsherSandboxUse *use, GError **error);

/* The same without a transaction, at a time of the caller's choice: for data that is made up. */
gboolean usher_sandbox_rules_settle_at (UsherSandbox *sandbox, gint64 at, GError **error);
gint64   usher_sandbox_rules_create_at (UsherSandbox *sandbox, const UsherSandboxDraft *draft, gint64 at,
                                        GError **error);
gboolean usher_sandbox_rules_revoke_at (UsherSandbox *sandbox, gint64 invitation, gint64 at, GError **error);
gboolean usher_sandbox_rules_resend_at (UsherSandbox *sandbox, gint64 invitation, gint64 at, GError **error);
gboolean usher_sandbox_rules_use_at    (UsherSandbox *sandbox, gint64 invitation,
                                        const UsherSandboxUse *use, gint64 at, GError **error);
gboolean usher_sandbox_rules_log_at    (UsherSandbox *sandbox, gint64 invitation, const char *kind,
                                        const UsherSandboxActor *actor, gint64 at, GError **error);

G_END_DECLS
