/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A recipient without a browser: keeps the cookie, and fills in the forms that are there. */

#include "sandbox/sandbox-http.h"

G_BEGIN_DECLS

typedef struct
{
  UsherTestSandbox *sandbox; /* (borrowed) */
  char *url;                 /* (owned) the link */
  SoupSession *session;      /* (owned) */
  char *cookie;              /* (owned) (nullable) "visit=…" */
  SandboxReply *page;        /* (owned) (nullable) the last one */
} SandboxWalk;

SandboxWalk *sandbox_walk_new  (UsherTestSandbox *sandbox, const char *url);
void         sandbox_walk_free (SandboxWalk *walk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxWalk, sandbox_walk_free)

/* Opens the link, or the link with a query. */
void  sandbox_walk_open  (SandboxWalk *walk, const char *query);
/* Sends a form of the page: names and values, ended by NULL. Goes where it leads. */
void  sandbox_walk_send  (SandboxWalk *walk, const char *action, ...) G_GNUC_NULL_TERMINATED;
/* A body as it is, and without going on. */
void  sandbox_walk_post  (SandboxWalk *walk, const char *type, const char *body);
/* The hidden seal of a form of the page, or NULL. */
char *sandbox_walk_dup_seal  (SandboxWalk *walk, const char *action);
/* The value before which this stands for the first time, or NULL. */
char *sandbox_walk_dup_after (SandboxWalk *walk, const char *before);
/* Status and heading. */
void  sandbox_walk_assert    (SandboxWalk *walk, guint status, const char *heading);
#define sandbox_walk_assert_has(walk, text) g_assert_nonnull (strstr ((walk)->page->body, (text)))
#define sandbox_walk_assert_has_not(walk, text) g_assert_null (strstr ((walk)->page->body, (text)))

/* The steps that most tests need. */
void  sandbox_walk_choose  (SandboxWalk *walk, const char *provider);
void  sandbox_walk_sign_in (SandboxWalk *walk, gboolean rightly);
void  sandbox_walk_finish  (SandboxWalk *walk);

/* POST an invitation for the company of this number, and what the API says of it. */
char *sandbox_walk_invite      (UsherTestSandbox *sandbox, guint company, const char *body, char **id);
SandboxReply *sandbox_walk_ask (UsherTestSandbox *sandbox, const char *id);
char *sandbox_walk_dup_log     (UsherTestSandbox *sandbox, const char *id);

/* The messages in the Maildir as they are, oldest first. */
GPtrArray *sandbox_walk_read_mail (UsherTestSandbox *sandbox);
/* The text of a message; six digits of one; the link of one. */
char *sandbox_mail_dup_text (const char *message);
char *sandbox_mail_dup_code (const char *message);
char *sandbox_mail_dup_link (const char *message);

G_END_DECLS
