/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invitations and their logs, in and out of the file. On the worker's thread, which also does the
 * JSON: a sync brings thousands at once.
 *
 * No link is written (DESIGN, decision 2). The model leaves its two members out; an event, which may
 * have any member, is searched for the token as well. */
#include "store/usher-store-engine.h"

#include <glib/gi18n.h>
#include <string.h>

#include "model/usher-connection.h"
#include "model/usher-event.h"
#include "model/usher-prefill.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

#define ROWS_PER_LOOK 64
/* Shorter ones are no tokens, and would be found everywhere. */
#define MIN_TOKEN_LENGTH 8

/* A row that was written, for the index to follow once the transaction is committed. */
typedef struct
{
  UsherIndexRow row;
  char *search;               /* (owned) */
  char *company_id;           /* (owned) (nullable) */
  char *connection_id;        /* (owned) (nullable) */
} Written;

typedef struct
{
  UsherStoreEngine *engine;   /* (unowned) */
  UsherStatement *find;       /* (borrowed) as the others */
  UsherStatement *insert;
  UsherStatement *update;
  UsherStatement *note_log;
  UsherStatement *find_events;
  UsherStatement *drop_events;
  UsherStatement *insert_event;
  GArray *written;            /* (owned) (element-type Written) */
  GHashTable *seen;           /* (owned) (element-type gint64) row ids */
  GHashTable *changed;        /* (owned) (element-type gint64) row ids */
  GArray *removed;            /* (owned) (element-type gint64) row ids */
} Batch;

static void
written_clear (Written *written)
{
  g_free (written->search);
  g_free (written->company_id);
  g_free (written->connection_id);
}

static void
batch_clear (Batch *batch)
{
  g_clear_pointer (&batch->find, usher_statement_release);
  g_clear_pointer (&batch->insert, usher_statement_release);
  g_clear_pointer (&batch->update, usher_statement_release);
  g_clear_pointer (&batch->note_log, usher_statement_release);
  g_clear_pointer (&batch->find_events, usher_statement_release);
  g_clear_pointer (&batch->drop_events, usher_statement_release);
  g_clear_pointer (&batch->insert_event, usher_statement_release);
  g_clear_pointer (&batch->written, g_array_unref);
  g_clear_pointer (&batch->seen, g_hash_table_unref);
  g_clear_pointer (&batch->changed, g_hash_table_unref);
  g_clear_pointer (&batch->removed, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

static GHashTable *
new_row_set (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static void
add_row (GHashTable *rows,
         gint64      row_id)
{
  g_hash_table_add (rows, g_memdup2 (&row_id, sizeof row_id));
}

static gboolean
batch_prepare (Batch            *batch,
               UsherStoreEngine *engine,
               GError          **error)
{
  const struct { UsherStatement **statement; const char *sql; } all[] = {
    { &batch->find,
      "SELECT row_id, json, has_log, last_event_at, company_id, status, n_viewed, fulfilled_at"
      " FROM invitations WHERE id = ?1" },
    { &batch->insert,
      "INSERT INTO invitations (id, company_id, connection_id, kind, status, is_open, created_at,"
      " expires_at, use_count, last_event_at, has_log, search, json, n_viewed, fulfilled_at, log_at)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)" },
    { &batch->update,
      "UPDATE invitations SET id = ?1, company_id = ?2, connection_id = ?3, kind = ?4, status = ?5,"
      " is_open = ?6, created_at = ?7, expires_at = ?8, use_count = ?9, last_event_at = ?10,"
      " has_log = ?11, search = ?12, json = ?13, n_viewed = ?14, fulfilled_at = ?15,"
      " log_at = max (log_at, ?16) WHERE row_id = ?17" },
    { &batch->note_log, "UPDATE invitations SET log_at = ?1 WHERE row_id = ?2" },
    { &batch->find_events, "SELECT json FROM events WHERE invitation = ?1 ORDER BY position" },
    { &batch->drop_events, "DELETE FROM events WHERE invitation = ?1" },
    { &batch->insert_event, "INSERT INTO events (invitation, position, json) VALUES (?1, ?2, ?3)" },
  };

  batch->engine = engine;
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      *all[i].statement = usher_database_prepare (engine->database, all[i].sql, error);
      if (*all[i].statement == NULL)
        return FALSE;
    }

  batch->written = g_array_new (FALSE, FALSE, sizeof (Written));
  g_array_set_clear_func (batch->written, (GDestroyNotify) written_clear);
  batch->seen = new_row_set ();
  batch->changed = new_row_set ();
  batch->removed = g_array_new (FALSE, FALSE, sizeof (gint64));
  return TRUE;
}

static void
bind_text (UsherStatement *statement,
           int             position,
           const char     *text)
{
  /* SQLITE_STATIC: what is bound outlives the step, and is let go of before it is freed. */
  sqlite3_bind_text (statement, position, text, -1, SQLITE_STATIC);
}

/* What opens the form: the token, and the link that ends in it. */
static GPtrArray *
list_secrets (UsherInvitation *invitation)
{
  g_autoptr (JsonNode) node = usher_invitation_to_json (invitation, USHER_JSON_FLAGS_WITH_LINKS);
  JsonObject *object = usher_json_node_get_object (node);
  const char *url = usher_json_get_string (object, "invitationUrl", "");
  const char *token = usher_json_get_string (object, "token", "");
  const char *tail = strrchr (url, '/');
  GPtrArray *secrets = g_ptr_array_new_with_free_func (g_free);

  if (strlen (token) >= MIN_TOKEN_LENGTH)
    g_ptr_array_add (secrets, g_strdup (token));
  if (tail != NULL && strlen (tail + 1) >= MIN_TOKEN_LENGTH && !g_str_equal (tail + 1, token))
    g_ptr_array_add (secrets, g_strdup (tail + 1));
  return secrets;
}

static void
redact_node (JsonNode  *node,
             GPtrArray *secrets)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (GList) members = json_object_get_values (json_node_get_object (node));

      for (GList *l = members; l != NULL; l = l->next)
        redact_node (l->data, secrets);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        redact_node (json_array_get_element (array, i), secrets);
    }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      for (guint i = 0; i < secrets->len; i++)
        {
          if (strstr (json_node_get_string (node), g_ptr_array_index (secrets, i)) != NULL)
            json_node_set_string (node, "");
        }
    }
}

static void
append_line (GString    *lines,
             const char *text)
{
  g_autofree char *folded = usher_text_fold (text);

  g_string_append (lines, g_strdelimit (folded, "\r\n", ' '));
  g_string_append_c (lines, '\n');
}

/* See usher-store-schema.c for the form. */
static char *
make_search (UsherInvitation *invitation)
{
  GString *lines = g_string_new (NULL);
  const char * const *emails = usher_invitation_get_allowed_emails (invitation);
  UsherPrefill *prefill = usher_invitation_get_prefill (invitation);
  GPtrArray *connections = usher_invitation_get_created_connections (invitation);

  append_line (lines, usher_invitation_get_id (invitation));

  if (emails[0] == NULL)
    g_string_append_c (lines, '\n');
  for (gsize i = 0; emails[i] != NULL; i++)
    append_line (lines, emails[i]);

  if (usher_prefill_get_url (prefill) != NULL)
    append_line (lines, usher_prefill_get_url (prefill));
  if (usher_prefill_get_owner_email (prefill) != NULL)
    append_line (lines, usher_prefill_get_owner_email (prefill));
  for (guint i = 0; i < connections->len; i++)
    {
      const char *provider =
        usher_connection_get_provider_name (g_ptr_array_index (connections, i));

      if (provider != NULL)
        append_line (lines, provider);
    }

  return g_string_free (lines, FALSE);
}

static char *
make_json (UsherInvitation *invitation)
{
  g_autoptr (JsonNode) node = usher_invitation_to_json (invitation, USHER_JSON_FLAGS_NONE);

  json_object_remove_member (json_node_get_object (node), "events");
  return usher_json_to_string (node, FALSE);
}

static GPtrArray *
make_events (UsherInvitation *invitation)
{
  GPtrArray *events = usher_invitation_get_events (invitation);
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) secrets = list_secrets (invitation);

  for (guint i = 0; i < events->len; i++)
    {
      g_autoptr (JsonNode) node = usher_event_to_json (g_ptr_array_index (events, i));
      g_autofree char *text = usher_json_to_string (node, FALSE);
      gboolean is_secret = FALSE;

      for (guint s = 0; s < secrets->len && !is_secret; s++)
        is_secret = strstr (text, g_ptr_array_index (secrets, s)) != NULL;
      if (is_secret)
        {
          /* A copy: the event may share its members with what it hands out. */
          g_autoptr (JsonNode) copy = usher_json_parse (text, -1, NULL);

          if (copy == NULL)
            continue;
          redact_node (copy, secrets);
          g_free (text);
          text = usher_json_to_string (copy, FALSE);
        }
      g_ptr_array_add (texts, g_steal_pointer (&text));
    }
  return texts;
}

static gboolean
events_differ (Batch     *batch,
               gint64     row_id,
               GPtrArray *texts,
               gboolean  *differ,
               GError   **error)
{
  g_autoptr (UsherStatement) find = batch->find_events;
  gboolean has_row;

  sqlite3_bind_int64 (find, 1, row_id);
  for (guint i = 0;; i++)
    {
      if (!usher_database_step (batch->engine->database, find, &has_row, error))
        return FALSE;

      *differ = has_row != (i < texts->len) ||
                (has_row && g_strcmp0 ((const char *) sqlite3_column_text (find, 0),
                                       g_ptr_array_index (texts, i)) != 0);
      if (*differ || !has_row)
        return TRUE;
    }
}

static gboolean
write_events (Batch     *batch,
              gint64     row_id,
              GPtrArray *texts,
              GError   **error)
{
  UsherDatabase *database = batch->engine->database;

  sqlite3_bind_int64 (batch->drop_events, 1, row_id);
  if (!usher_database_run (database, batch->drop_events, error))
    return FALSE;

  for (guint i = 0; i < texts->len; i++)
    {
      sqlite3_bind_int64 (batch->insert_event, 1, row_id);
      sqlite3_bind_int (batch->insert_event, 2, i);
      bind_text (batch->insert_event, 3, g_ptr_array_index (texts, i));
      if (!usher_database_run (database, batch->insert_event, error))
        return FALSE;
      sqlite3_clear_bindings (batch->insert_event);
    }
  return TRUE;
}

/* The log is as it was, and that is news too: it need not be read again so soon. */
static gboolean
note_log (Batch   *batch,
          gint64   row_id,
          GError **error)
{
  sqlite3_bind_int64 (batch->note_log, 1, usher_time_now ());
  sqlite3_bind_int64 (batch->note_log, 2, row_id);
  return usher_database_run (batch->engine->database, batch->note_log, error);
}

static guint
count_viewed (GPtrArray *events)
{
  guint n = 0;

  for (guint i = 0; i < events->len; i++)
    n += usher_event_get_kind (g_ptr_array_index (events, i)) == USHER_EVENT_KIND_VIEWED;
  return n;
}

/* Since when it is fulfilled. The API does not say it (contract 3.5): the log knows when it was used last,
 * else a connection that was made with it when that was; else it is when it was seen to change. What was
 * fulfilled when it was first seen, and has neither, is so since nobody knows when. */
static gint64
find_fulfilled_at (UsherInvitation *invitation, gboolean was_active, gint64 before)
{
  GPtrArray *events = usher_invitation_get_events (invitation);
  GPtrArray *connections = usher_invitation_get_created_connections (invitation);
  gint64 time = USHER_TIME_NONE;

  if (usher_invitation_get_status (invitation) != USHER_INVITATION_STATUS_FULFILLED)
    return USHER_TIME_NONE;
  for (guint i = 0; events != NULL && i < events->len; i++)
    {
      UsherEvent *event = g_ptr_array_index (events, i);

      if (usher_event_get_kind (event) == USHER_EVENT_KIND_USED)
        time = MAX (time, usher_event_get_time (event));
    }
  if (time != USHER_TIME_NONE)
    return time;
  if (before != USHER_TIME_NONE)
    return before;
  for (guint i = 0; i < connections->len; i++)
    time = MAX (time, usher_connection_get_created_at (g_ptr_array_index (connections, i)));
  if (time != USHER_TIME_NONE)
    return time;
  return was_active ? usher_time_now () : USHER_TIME_NONE;
}

static gboolean
put_one (Batch           *batch,
         UsherInvitation *invitation,
         const char      *complete_for,
         GError         **error)
{
  UsherDatabase *database = batch->engine->database;
  g_autofree char *json = make_json (invitation);
  g_autoptr (GPtrArray) events = NULL;
  Written written = { { 0, }, };
  UsherStatement *write;
  const char *company_id = usher_invitation_get_company_id (invitation);
  gint64 row_id = 0, last_event_at = USHER_TIME_NONE, fulfilled_at = USHER_TIME_NONE;
  gboolean is_there, has_log = FALSE, differs = TRUE, log_differs = FALSE, was_active = FALSE;
  guint n_viewed = 0;

  if (usher_invitation_get_events (invitation) != NULL)
    events = make_events (invitation);
  if (company_id == NULL)
    company_id = complete_for;

  {
    g_autoptr (UsherStatement) find = batch->find;

    bind_text (find, 1, usher_invitation_get_id (invitation));
    if (!usher_database_step (database, find, &is_there, error))
      return FALSE;
    if (is_there)
      {
        const char *old_company = (const char *) sqlite3_column_text (find, 4);

        row_id = sqlite3_column_int64 (find, 0);
        has_log = sqlite3_column_int (find, 2) != 0;
        last_event_at = sqlite3_column_int64 (find, 3);
        was_active = sqlite3_column_int (find, 5) == USHER_INVITATION_STATUS_ACTIVE;
        n_viewed = (guint) MAX (sqlite3_column_int (find, 6), 0);
        fulfilled_at = sqlite3_column_int64 (find, 7);
        differs = g_strcmp0 ((const char *) sqlite3_column_text (find, 1), json) != 0 ||
                  (company_id != NULL && g_strcmp0 (old_company, company_id) != 0);
        written.company_id = g_strdup (company_id != NULL ? company_id : old_company);
      }
    else
      written.company_id = g_strdup (company_id);
  }

  if (events != NULL && is_there && has_log &&
      !events_differ (batch, row_id, events, &log_differs, error))
    {
      written_clear (&written);
      return FALSE;
    }
  if (events != NULL && !has_log)
    log_differs = TRUE;

  if (is_there && !differs && !log_differs)
    {
      add_row (batch->seen, row_id);
      written_clear (&written);
      return events == NULL || note_log (batch, row_id, error);
    }

  if (events != NULL)
    {
      has_log = TRUE;
      last_event_at = usher_invitation_get_last_event_at (invitation);
      n_viewed = count_viewed (usher_invitation_get_events (invitation));
    }
  fulfilled_at = find_fulfilled_at (invitation, was_active, fulfilled_at);

  written.search = make_search (invitation);
  written.connection_id = g_strdup (usher_invitation_get_connection_id (invitation));
  written.row = (UsherIndexRow) {
    .created_at = usher_invitation_get_created_at (invitation),
    .expires_at = usher_invitation_get_expires_at (invitation),
    .last_event_at = last_event_at,
    .fulfilled_at = fulfilled_at,
    .has_log = has_log,
    .n_viewed = n_viewed,
    .use_count = usher_invitation_get_use_count (invitation),
    .kind = usher_invitation_get_kind (invitation),
    .status = usher_invitation_get_status (invitation),
    .is_open = usher_invitation_is_open (invitation),
    .company_id = written.company_id,
    .connection_id = written.connection_id,
    .search = written.search,
  };

  write = is_there ? batch->update : batch->insert;
  bind_text (write, 1, usher_invitation_get_id (invitation));
  bind_text (write, 2, written.company_id);
  bind_text (write, 3, written.connection_id);
  sqlite3_bind_int (write, 4, written.row.kind);
  sqlite3_bind_int (write, 5, written.row.status);
  sqlite3_bind_int (write, 6, written.row.is_open);
  sqlite3_bind_int64 (write, 7, written.row.created_at);
  sqlite3_bind_int64 (write, 8, written.row.expires_at);
  sqlite3_bind_int64 (write, 9, written.row.use_count);
  sqlite3_bind_int64 (write, 10, last_event_at);
  sqlite3_bind_int (write, 11, has_log);
  bind_text (write, 12, written.search);
  bind_text (write, 13, json);
  sqlite3_bind_int64 (write, 14, n_viewed);
  sqlite3_bind_int64 (write, 15, fulfilled_at);
  sqlite3_bind_int64 (write, 16, events != NULL ? usher_time_now () : USHER_TIME_NONE);
  if (is_there)
    sqlite3_bind_int64 (write, 17, row_id);

  if (!usher_database_run (database, write, error))
    {
      sqlite3_clear_bindings (write);
      written_clear (&written);
      return FALSE;
    }
  sqlite3_clear_bindings (write);

  if (!is_there)
    row_id = sqlite3_last_insert_rowid (usher_database_get_handle (database));
  written.row.row_id = row_id;
  g_array_append_val (batch->written, written);
  add_row (batch->seen, row_id);
  add_row (batch->changed, row_id);

  return !log_differs || write_events (batch, row_id, events, error);
}

static gboolean
remove_missing (Batch      *batch,
                const char *company_id,
                GError    **error)
{
  UsherDatabase *database = batch->engine->database;
  g_autoptr (UsherStatement) list =
    usher_database_prepare (database, "SELECT row_id FROM invitations WHERE company_id = ?1", error);
  g_autoptr (UsherStatement) drop = NULL;
  gboolean has_row;

  if (list == NULL)
    return FALSE;
  drop = usher_database_prepare (database, "DELETE FROM invitations WHERE row_id = ?1", error);
  if (drop == NULL)
    return FALSE;

  bind_text (list, 1, company_id);
  while (TRUE)
    {
      gint64 row_id;

      if (!usher_database_step (database, list, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      row_id = sqlite3_column_int64 (list, 0);
      if (!g_hash_table_contains (batch->seen, &row_id))
        g_array_append_val (batch->removed, row_id);
    }

  for (guint i = 0; i < batch->removed->len; i++)
    {
      sqlite3_bind_int64 (drop, 1, g_array_index (batch->removed, gint64, i));
      if (!usher_database_run (database, drop, error))
        return FALSE;
      add_row (batch->changed, g_array_index (batch->removed, gint64, i));
    }
  return TRUE;
}

static gboolean
put_all (Batch         *batch,
         UsherStoreJob *job,
         GCancellable  *cancellable,
         GError       **error)
{
  for (guint i = 0; i < job->objects->len; i++)
    {
      if (i % ROWS_PER_LOOK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!put_one (batch, g_ptr_array_index (job->objects, i), job->id, error))
        return FALSE;
    }

  return job->id == NULL || remove_missing (batch, job->id, error);
}

static void
follow (Batch         *batch,
        UsherStoreJob *job)
{
  GHashTableIter iter;
  gpointer row_id;

  for (guint i = 0; i < batch->written->len; i++)
    usher_invitation_index_put (batch->engine->index,
                                &g_array_index (batch->written, Written, i).row);
  for (guint i = 0; i < batch->removed->len; i++)
    usher_invitation_index_remove (batch->engine->index, g_array_index (batch->removed, gint64, i));

  job->changed_rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_hash_table_iter_init (&iter, batch->changed);
  while (g_hash_table_iter_next (&iter, &row_id, NULL))
    g_array_append_vals (job->changed_rows, row_id, 1);
  job->n_changed = job->changed_rows->len;
  job->changed = job->n_changed > 0;
}

gboolean
usher_store_engine_put_invitations (UsherStoreEngine *engine,
                                    UsherStoreJob    *job,
                                    GCancellable     *cancellable,
                                    GError          **error)
{
  g_auto (Batch) batch = { NULL, };
  gboolean ok;

  if (!usher_store_engine_begin (engine, error))
    return FALSE;

  ok = batch_prepare (&batch, engine, error) && put_all (&batch, job, cancellable, error);
  if (!ok)
    {
      usher_database_roll_back (engine->database);
      return FALSE;
    }
  if (!usher_database_commit (engine->database, error))
    return FALSE;

  follow (&batch, job);
  /* Here, not on the main thread: there may be thousands to free. */
  g_clear_pointer (&job->objects, g_ptr_array_unref);
  return TRUE;
}

static gboolean
add_events (UsherStoreEngine *engine,
            gint64            row_id,
            JsonObject       *object,
            GError          **error)
{
  g_autoptr (UsherStatement) statement =
    usher_database_prepare (engine->database,
                            "SELECT json FROM events WHERE invitation = ?1 ORDER BY position", error);
  g_autoptr (JsonArray) events = json_array_new ();
  gboolean has_row;

  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int64 (statement, 1, row_id);
  while (TRUE)
    {
      const char *text;
      JsonNode *event;

      if (!usher_database_step (engine->database, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      text = (const char *) sqlite3_column_text (statement, 0);
      event = usher_json_parse (text != NULL ? text : "", -1, NULL);
      if (event != NULL)
        json_array_add_element (events, event);
    }

  json_object_set_array_member (object, "events", g_steal_pointer (&events));
  return TRUE;
}

gboolean
usher_store_engine_get_invitation (UsherStoreEngine *engine,
                                   UsherStoreJob    *job,
                                   GCancellable     *cancellable,
                                   GError          **error)
{
  g_autoptr (UsherStatement) statement =
    usher_database_prepare (engine->database,
                            "SELECT row_id, json, has_log FROM invitations WHERE id = ?1", error);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  const char *text;
  gboolean has_row;

  if (statement == NULL)
    return FALSE;

  bind_text (statement, 1, job->id);
  if (!usher_database_step (engine->database, statement, &has_row, error))
    return FALSE;
  if (!has_row)
    {
      g_set_error_literal (error, USHER_STORE_ERROR, USHER_STORE_ERROR_NOT_FOUND,
                           _("The invitation is not in the local data"));
      return FALSE;
    }

  text = (const char *) sqlite3_column_text (statement, 1);
  node = usher_json_parse (text != NULL ? text : "", -1, error);
  object = node != NULL ? usher_json_node_get_object (node) : NULL;
  if (object == NULL)
    {
      /* We wrote an object: what is not one any more was damaged. */
      g_clear_error (error);
      usher_database_set_error (error, SQLITE_CORRUPT, NULL);
      return FALSE;
    }

  if (sqlite3_column_int (statement, 2) != 0 &&
      !add_events (engine, sqlite3_column_int64 (statement, 0), object, error))
    return FALSE;

  job->object = (GObject *) usher_invitation_new_from_json (node, error);
  return job->object != NULL;
}

gboolean
usher_store_engine_list_unread (UsherStoreEngine *engine,
                                UsherStoreJob    *job,
                                GCancellable     *cancellable,
                                GError          **error)
{
  g_autoptr (UsherStatement) statement =
    usher_database_prepare (engine->database,
                            "SELECT id FROM invitations WHERE status = 1 AND use_count = 0 AND log_at < ?1"
                            " ORDER BY log_at, row_id DESC LIMIT ?2", error);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, job->before);
  sqlite3_bind_int64 (statement, 2, job->page);
  while (TRUE)
    {
      if (!usher_database_step (engine->database, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      g_strv_builder_add (builder, (const char *) sqlite3_column_text (statement, 0));
    }
  job->ids = g_strv_builder_end (builder);
  return TRUE;
}

/* For items that are shown: rows that are gone are left out. */
gboolean
usher_store_engine_read_rows (UsherStoreEngine *engine,
                              UsherStoreJob    *job,
                              GCancellable     *cancellable,
                              GError          **error)
{
  g_autoptr (UsherStatement) statement =
    usher_database_prepare (engine->database, USHER_STORE_ROW_SQL, error);

  if (statement == NULL)
    return FALSE;

  job->list = g_ptr_array_new_with_free_func ((GDestroyNotify) usher_store_row_free);
  for (guint i = 0; i < job->wanted_rows->len; i++)
    {
      gint64 row_id = g_array_index (job->wanted_rows, gint64, i);
      UsherStoreRow *row = NULL;
      gboolean has_row;

      sqlite3_reset (statement);
      sqlite3_bind_int64 (statement, 1, row_id);
      if (!usher_database_step (engine->database, statement, &has_row, error))
        return FALSE;
      if (has_row)
        row = usher_store_row_new_from_statement (statement, row_id, NULL);
      if (row != NULL)
        g_ptr_array_add (job->list, row);
    }
  return TRUE;
}

gboolean
usher_store_engine_query_ids (UsherStoreEngine *engine,
                              UsherStoreJob    *job,
                              GCancellable     *cancellable,
                              GError          **error)
{
  g_autoptr (UsherStatement) statement = NULL;
  g_autoptr (GArray) rows = NULL;

  if (!usher_store_engine_catch_up (engine, error))
    return FALSE;
  rows = usher_invitation_index_query (engine->index, job->query, cancellable, error);
  if (rows == NULL)
    return FALSE;
  statement = usher_database_prepare (engine->database, "SELECT id FROM invitations WHERE row_id = ?1", error);
  if (statement == NULL)
    return FALSE;

  job->list = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < rows->len; i++)
    {
      gboolean has_row;

      if (i % ROWS_PER_LOOK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      sqlite3_reset (statement);
      sqlite3_bind_int64 (statement, 1, g_array_index (rows, gint64, i));
      if (!usher_database_step (engine->database, statement, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (job->list, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
    }
  return TRUE;
}
