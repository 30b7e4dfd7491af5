/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "model/usher-api-error.h"

G_BEGIN_DECLS

/* One answer of the server as it came over the wire: status, the headers that matter, the body. */
typedef struct
{
  guint status;
  char *content_type;  /* (owned) (nullable) without parameters */
  char *retry_after;   /* (owned) (nullable) the raw header */
  GBytes *body;        /* (owned) decoded; empty when there was none */
  char *host;          /* (owned) who answered, for messages */
  gint64 received_at;  /* by our clock */
} UsherAnswer;

void         usher_answer_free        (UsherAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherAnswer, usher_answer_free)

/* (nullable) What the status says, in plain words; NULL for any 2xx. Transfer full. */
GError      *usher_answer_to_error    (UsherAnswer *self);
/* The same for a path that every server of the API has: one that does not know it is another server, or another path. */
GError      *usher_answer_to_address_error (UsherAnswer *self);

/* Makes a value of a parsed body, or NULL when it is not what it should be. root is NULL when the
 * body was empty. Runs in a thread for large bodies, so it may touch nothing but its arguments. */
typedef gpointer (*UsherReadFunc) (JsonNode *root, gconstpointer data);

typedef struct
{
  UsherReadFunc read;
  GDestroyNotify free;    /* (nullable) of what read() returns */
  gconstpointer data;     /* static, or alive as long as the call */
  gboolean any_text;      /* a body that is no JSON counts as an empty one, unless it is HTML */
} UsherReader;

/* Parses the body and has it read: off the main loop when it is large. Takes the answer. */
void         usher_answer_read_async  (UsherAnswer *answer, const UsherReader *reader,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
gpointer     usher_answer_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
