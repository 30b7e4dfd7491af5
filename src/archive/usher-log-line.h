/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "archive/usher-json-scan.h"

G_BEGIN_DECLS

/**
 * UsherLineType:
 * @USHER_LINE_BAD: not JSON, or JSON that is no line of a log
 * @USHER_LINE_EVENT: an event with the facts of its invitation
 * @USHER_LINE_FACTS: the facts of an invitation that has no event
 * @USHER_LINE_HEADER: the first line of a log
 * @USHER_LINE_END: its last line
 */
typedef enum
{
  USHER_LINE_BAD,
  USHER_LINE_EVENT,
  USHER_LINE_FACTS,
  USHER_LINE_HEADER,
  USHER_LINE_END,
} UsherLineType;

/* A line of an Usher log, taken apart without copying. Strings are what stands between their quotes,
 * escapes and all; what is absent or of another type has no data. */
typedef struct
{
  UsherLineType type;
  gboolean usual;     /* event, invitation, company and chain, and nothing else */
  guint n_chains;     /* how many members are called chain */
  gboolean non_ascii; /* it has bytes beyond ASCII, or escapes: no plain comparison of bytes */

  UsherSlice event;      /* the object as written */
  UsherSlice invitation; /* the object as written */
  UsherSlice company;

  gboolean event_more; /* the event has members other than those below, under any of their names */
  UsherSlice event_id;
  UsherSlice kind;
  UsherSlice email;
  UsherSlice time;
  gint64 when; /* time, read; of an invitation without events, when it was created */

  UsherSlice invitation_id;
  UsherSlice invitation_type;
  UsherSlice status;
  UsherSlice company_id;
  UsherSlice connection_id;
  UsherSlice allowed_emails; /* the array as written */
  UsherSlice created_at;
  UsherSlice expires_at;
  UsherSlice max_uses;  /* the number as written */
  UsherSlice use_count; /* the number as written */

  /* Of the last line. */
  UsherSlice n_events;
  UsherSlice n_invitations;
} UsherLogLine;

/* The invitation of the line before: events of one come in a row, and then its facts need no second look. */
typedef struct
{
  char *text;         /* (owned) (nullable) the object as written, and what came after it */
  gsize length;       /* of the object */
  gsize rest_length;  /* of what came after it, up to the chain's value; 0: not known */
  UsherLogLine line;  /* its slices borrow from text */
} UsherFactsCache;

void     usher_facts_cache_clear      (UsherFactsCache *self);
/* cache: (nullable); the next line that is read with it must not come from another thread. */
void     usher_log_line_parse         (UsherLogLine *line, const char *data, gsize length,
                                       UsherFactsCache *cache);
gint64   usher_slice_to_time          (const UsherSlice *slice);
guint64  usher_slice_to_uint          (const UsherSlice *slice);

/* Called with each value of event and facts, and the company: strings without quotes. Returns FALSE to end. */
typedef gboolean (*UsherValueFunc) (const UsherSlice *value, gboolean is_string, gpointer user_data);
gboolean usher_log_line_foreach_value (const UsherLogLine *line, UsherValueFunc func, gpointer user_data);

/* Of a character that nobody sees, but terminals and editors obey: its bytes, or 0. */
gsize    usher_log_get_obeyed         (const char *p, const char *end, gunichar *c);
/* Writing, canonical: no white space, shortest escapes, UTF-8 as it is but for what is obeyed. */
void     usher_json_append_string     (GString *text, const char *value, gssize length);
void     usher_json_append_node       (GString *text, JsonNode *node);
void     usher_log_append_facts       (GString *text, JsonObject *invitation, gboolean with_links);
void     usher_log_append_event       (GString *text, JsonNode *event);

G_END_DECLS
