/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox.h"

G_BEGIN_DECLS

/* How far somebody has come with a link: what the same browser finds again. Never a password. */
typedef struct
{
  gint64 key;           /* 0: not kept yet; looking at a page keeps nothing */
  char *secret;         /* (owned) what the cookie holds; kept as a digest only */
  gboolean is_returning; /* the browser had the cookie */
  gint64 invitation;
  gint64 seen_at;
  char *asked_email;    /* (owned) (nullable) who was mailed a code */
  char *email;          /* (owned) (nullable) who has proven to be who */
  char *provider_name;  /* (owned) (nullable) */
  char *provider_url;   /* (owned) (nullable) */
  char *country;        /* (owned) (nullable) */
  char *utility_types;  /* (owned) (nullable) JSON array: what the provider has */
  gboolean needs_mfa;   /* the provider asks for a code, which has not been given */
  gboolean has_chosen;  /* wants to choose what is suggested otherwise */
  char *username;       /* (owned) (nullable) */
  char *outcome;        /* (owned) (nullable) of the sign-in: "right" or "wrong" */
  gint64 mfa_tries;
  gint64 locked_until;
  gint64 connection;    /* what has come of it; 0 before the end */
} UsherSandboxVisit;

UsherSandboxVisit *usher_sandbox_visit_load   (UsherSandbox *sandbox, gint64 invitation,
                                               const char *cookie, GError **error);
/* FALSE without an error: there are too many. */
gboolean           usher_sandbox_visit_save   (UsherSandbox *sandbox, UsherSandboxVisit *visit,
                                               GError **error);
/* Forgets what was entered, but not who it is. */
void               usher_sandbox_visit_forget_sign_in (UsherSandboxVisit *visit);
void               usher_sandbox_visit_start_again    (UsherSandboxVisit *visit);
void               usher_sandbox_visit_free   (UsherSandboxVisit *visit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherSandboxVisit, usher_sandbox_visit_free)

G_END_DECLS
