/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "sandbox/usher-sandbox-json-writer.h"
#include "sandbox/usher-sandbox.h"

G_BEGIN_DECLS

/* One request, as the endpoints see it. All of it is borrowed for the time of the call. */
typedef struct
{
  const char *method;             /* HEAD comes as GET */
  const char *version;            /* "v2.2" and so on; "" outside the API */
  const char *argument;           /* (nullable): the id or token in the path */
  const char *query;              /* (nullable): undecoded */
  const char *user_agent;         /* (nullable): valid UTF-8, of bounded length */
  const char *ip_address;         /* (nullable) */
  gboolean is_head;
  SoupMessageHeaders *headers;
  GBytes *body;
} UsherSandboxRequest;

/* What is sent back. */
typedef struct
{
  guint status;
  const char *content_type;       /* a literal */
  char *body;                     /* (owned) (nullable) */
  const char *allow;              /* (nullable): a literal, for 405 */
  char *location;                 /* (owned) (nullable): a path of this service, for 303 */
  char *cookie;                   /* (owned) (nullable): the value of Set-Cookie */
  char *policy;                   /* (owned) (nullable): its own Content-Security-Policy */
} UsherSandboxAnswer;

typedef void (*UsherSandboxHandler) (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                     UsherSandboxAnswer *answer);

void usher_sandbox_answer_json   (UsherSandboxAnswer *answer, guint status, UsherSandboxJson *json);
void usher_sandbox_answer_html   (UsherSandboxAnswer *answer, guint status, char *html);
/* {"detail": "…"}: every refusal and failure of the API looks like this (contract 7). */
void usher_sandbox_answer_detail (UsherSandboxAnswer *answer, guint status, const char *detail);
void usher_sandbox_answer_error  (UsherSandboxAnswer *answer, const GError *error);
/* 400 with detail and the members of errors, which says what is wrong with which field. */
void usher_sandbox_answer_refuse (UsherSandboxAnswer *answer, JsonObject *errors);

/* Adds a message for a field to what usher_sandbox_answer_refuse() sends; "prefill.country" nests. */
void usher_sandbox_refuse        (JsonObject *errors, const char *field, const char *format, ...)
  G_GNUC_PRINTF (3, 4);

G_END_DECLS
