/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An invitation as the API tells it (contract 3.5, 3.7): reading, writing, and what it holds. The rules
 * and texts built on it stand in usher-invitation-text.c. Immutable values; any thread. */

#include "model/usher-invitation.h"

#include "model/usher-connection.h"
#include "model/usher-event.h"
#include "model/usher-members.h"
#include "model/usher-prefill.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

struct _UsherInvitation
{
  GObject parent_instance;

  char *id;            /* (owned) (not nullable) */
  char *token;         /* (owned) (nullable) secret */
  char *url;           /* (owned) (nullable) secret */
  char *kind_name;     /* (owned) (not nullable) */
  char *status_name;   /* (owned) (not nullable) */
  char *company_id;    /* (owned) (nullable) */
  char *connection_id; /* (owned) (nullable) */
  char **emails;       /* (owned) (not nullable) */
  UsherInvitationKind kind;
  UsherInvitationStatus status;
  gint64 expires_at;
  gint64 created_at;
  gint64 max_uses;
  gint64 use_count;
  UsherPrefill *prefill;  /* (owned) (not nullable) */
  GPtrArray *connections; /* (owned) (not nullable) (element-type UsherConnection) */
  GPtrArray *events;      /* (owned) (nullable) (element-type UsherEvent) */
  guint n_skipped;
};

G_DEFINE_FINAL_TYPE (UsherInvitation, usher_invitation, G_TYPE_OBJECT)

static void
usher_invitation_finalize (GObject *object)
{
  UsherInvitation *self = USHER_INVITATION (object);

  g_free (self->id);
  g_free (self->token);
  g_free (self->url);
  g_free (self->kind_name);
  g_free (self->status_name);
  g_free (self->company_id);
  g_free (self->connection_id);
  g_strfreev (self->emails);
  g_clear_object (&self->prefill);
  g_clear_pointer (&self->connections, g_ptr_array_unref);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  G_OBJECT_CLASS (usher_invitation_parent_class)->finalize (object);
}

static void
usher_invitation_class_init (UsherInvitationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = usher_invitation_finalize;
}

static void
usher_invitation_init (UsherInvitation *self)
{
}

static void
read_connections (UsherInvitation *self, JsonArray *array)
{
  guint length = array != NULL ? json_array_get_length (array) : 0;

  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < length; i++)
    {
      UsherConnection *one = usher_connection_new_from_json (json_array_get_element (array, i), NULL);

      if (one != NULL)
        g_ptr_array_add (self->connections, one);
      else
        self->n_skipped++;
    }
}

static int
compare_event_times (gconstpointer a, gconstpointer b)
{
  gint64 a_time = usher_event_get_time (*(UsherEvent *const *) a);
  gint64 b_time = usher_event_get_time (*(UsherEvent *const *) b);

  return (a_time > b_time) - (a_time < b_time);
}

/* The log is chronological (contract 3.7), but nothing says in which direction. Sorting keeps the
 * server's order among equal times, so a log that came newest first is turned round before. With a time
 * missing anywhere, the server's order is all there is. */
static void
order_events (GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++)
    if (usher_event_get_time (g_ptr_array_index (events, i)) == USHER_TIME_NONE)
      return;
  if (events->len > 1 &&
      compare_event_times (&events->pdata[0], &events->pdata[events->len - 1]) > 0)
    for (guint i = 0; i < events->len / 2; i++)
      {
        gpointer kept = events->pdata[i];

        events->pdata[i] = events->pdata[events->len - 1 - i];
        events->pdata[events->len - 1 - i] = kept;
      }
  g_ptr_array_sort (events, compare_event_times);
}

static void
read_events (UsherInvitation *self, JsonArray *array)
{
  guint length;

  if (array == NULL)
    return;
  length = json_array_get_length (array);
  self->events = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < length; i++)
    {
      UsherEvent *event = usher_event_new_from_json (json_array_get_element (array, i), NULL);

      if (event != NULL)
        g_ptr_array_add (self->events, event);
      else
        self->n_skipped++;
    }
  order_events (self->events);
}

/* The link of an answer, which is shown, copied and sent to people: one that is no address of the web is none. */
static char *
dup_link (const char *url)
{
  return usher_web_url_is_valid (url, FALSE) ? usher_text_dup_address (url) : NULL;
}

/**
 * usher_invitation_new_from_json:
 * @node: (nullable): an item of an invitation list, a detail, or the answer of a create
 * @error: return location
 *
 * Reads leniently (DESIGN, decision 3): a member that is missing, null or of another type gives its
 * fallback, and words that are newer than this program are kept.
 *
 * Returns: (nullable) (transfer full): the invitation; %NULL with %USHER_MODEL_ERROR_MALFORMED without an
 *   id
 */
UsherInvitation *
usher_invitation_new_from_json (JsonNode *node, GError **error)
{
  JsonObject *object = usher_members_check_object (node, "invitation", error);
  UsherInvitation *self;

  if (object == NULL)
    return NULL;
  self = g_object_new (USHER_TYPE_INVITATION, NULL);
  self->id = g_strdup (usher_members_get_text (object, "id"));
  self->token = g_strdup (usher_members_get_text (object, "token"));
  self->url = dup_link (usher_members_get_text (object, "invitationUrl"));
  self->kind_name = g_strdup (usher_json_get_string (object, "invitationType", ""));
  self->kind = usher_invitation_kind_from_string (self->kind_name);
  self->status_name = g_strdup (usher_json_get_string (object, "status", ""));
  self->status = usher_invitation_status_from_string (self->status_name);
  self->company_id = g_strdup (usher_members_get_text (object, "companyId"));
  self->connection_id = g_strdup (usher_members_get_text (object, "connectionId"));
  self->emails = usher_json_dup_strv (object, "allowedEmails");
  self->expires_at = usher_json_get_time (object, "expiresAt");
  self->created_at = usher_json_get_time (object, "createdAt");
  self->max_uses = usher_json_get_int (object, "maxUses", USHER_USES_UNLIMITED);
  if (self->max_uses < 0)
    self->max_uses = USHER_USES_UNLIMITED;
  self->use_count = MAX (usher_json_get_int (object, "useCount", 0), 0);
  self->prefill = usher_prefill_new_from_json (usher_json_get_object (object, "prefill"));
  read_connections (self, usher_json_get_array (object, "createdConnections"));
  read_events (self, usher_json_get_array (object, "events"));
  return self;
}

static void
set_time (JsonObject *object, const char *name, gint64 time)
{
  g_autofree char *text = time != USHER_TIME_NONE ? usher_time_to_string (time) : NULL;

  usher_members_set_string (object, name, text);
}

static JsonArray *
connections_to_json (UsherInvitation *self)
{
  JsonArray *array = json_array_sized_new (self->connections->len);

  for (guint i = 0; i < self->connections->len; i++)
    json_array_add_element (array,
                            usher_connection_to_json (g_ptr_array_index (self->connections, i)));
  return array;
}

static JsonArray *
events_to_json (UsherInvitation *self)
{
  JsonArray *array = json_array_sized_new (self->events->len);

  for (guint i = 0; i < self->events->len; i++)
    json_array_add_element (array, usher_event_to_json (g_ptr_array_index (self->events, i)));
  return array;
}

/**
 * usher_invitation_to_json:
 * @self: an invitation
 * @flags: %USHER_JSON_FLAGS_WITH_LINKS for the token and the link too, which are secrets
 *
 * Writes the members of contract 3.5 in their order, and `events` if the log is known.
 *
 * Returns: (transfer full): an object
 */
JsonNode *
usher_invitation_to_json (UsherInvitation *self, UsherJsonFlags flags)
{
  JsonObject *object;
  gboolean with_links = (flags & USHER_JSON_FLAGS_WITH_LINKS) != 0;

  g_return_val_if_fail (USHER_IS_INVITATION (self), NULL);

  object = json_object_new ();
  json_object_set_string_member (object, "id", self->id);
  if (with_links && self->token != NULL)
    json_object_set_string_member (object, "token", self->token);
  json_object_set_string_member (object, "invitationType", self->kind_name);
  json_object_set_string_member (object, "status", self->status_name);
  if (with_links && self->url != NULL)
    json_object_set_string_member (object, "invitationUrl", self->url);
  usher_members_set_string (object, "companyId", self->company_id);
  usher_members_set_string (object, "connectionId", self->connection_id);
  usher_members_set_strv (object, "allowedEmails", (const char *const *) self->emails);
  set_time (object, "expiresAt", self->expires_at);
  if (self->max_uses == USHER_USES_UNLIMITED)
    json_object_set_null_member (object, "maxUses");
  else
    json_object_set_int_member (object, "maxUses", self->max_uses);
  json_object_set_int_member (object, "useCount", self->use_count);
  set_time (object, "createdAt", self->created_at);
  json_object_set_member (object, "prefill", usher_prefill_to_json (self->prefill));
  json_object_set_array_member (object, "createdConnections", connections_to_json (self));
  if (self->events != NULL)
    json_object_set_array_member (object, "events", events_to_json (self));
  return usher_members_take_object (object);
}

/**
 * usher_invitation_equal:
 * @a: an invitation
 * @b: another one
 *
 * Compares what both can tell: not the link and the log, which an answer of a list does not have.
 *
 * Returns: %TRUE when the server said the same
 */
gboolean
usher_invitation_equal (UsherInvitation *a, UsherInvitation *b)
{
  g_autoptr (JsonNode) a_prefill = NULL;
  g_autoptr (JsonNode) b_prefill = NULL;

  g_return_val_if_fail (USHER_IS_INVITATION (a), FALSE);
  g_return_val_if_fail (USHER_IS_INVITATION (b), FALSE);

  if (a == b)
    return TRUE;
  if (!g_str_equal (a->id, b->id) || !g_str_equal (a->status_name, b->status_name) ||
      !g_str_equal (a->kind_name, b->kind_name) || a->use_count != b->use_count ||
      a->max_uses != b->max_uses || a->expires_at != b->expires_at ||
      a->created_at != b->created_at || g_strcmp0 (a->company_id, b->company_id) != 0 ||
      g_strcmp0 (a->connection_id, b->connection_id) != 0 ||
      !g_strv_equal ((const char *const *) a->emails, (const char *const *) b->emails) ||
      a->connections->len != b->connections->len)
    return FALSE;
  for (guint i = 0; i < a->connections->len; i++)
    {
      g_autoptr (JsonNode) a_node = usher_connection_to_json (g_ptr_array_index (a->connections, i));
      g_autoptr (JsonNode) b_node = usher_connection_to_json (g_ptr_array_index (b->connections, i));

      if (!json_node_equal (a_node, b_node))
        return FALSE;
    }
  a_prefill = usher_prefill_to_json (a->prefill);
  b_prefill = usher_prefill_to_json (b->prefill);
  return json_node_equal (a_prefill, b_prefill);
}

/**
 * usher_invitation_get_id:
 * @self: an invitation
 *
 * Returns: (transfer none): its id
 */
const char *
usher_invitation_get_id (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), NULL);
  return self->id;
}

/**
 * usher_invitation_get_kind:
 * @self: an invitation
 *
 * Returns: contributor or reconnect; UNKNOWN for a word that is newer than this program
 */
UsherInvitationKind
usher_invitation_get_kind (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), USHER_INVITATION_KIND_UNKNOWN);
  return self->kind;
}

/**
 * usher_invitation_get_kind_name:
 * @self: an invitation
 *
 * Returns: (transfer none): the server's word; empty if there was none
 */
const char *
usher_invitation_get_kind_name (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), NULL);
  return self->kind_name;
}

/**
 * usher_invitation_get_status:
 * @self: an invitation
 *
 * Returns: its status as the server told it: the clock here never changes it (DESIGN, decision 6)
 */
UsherInvitationStatus
usher_invitation_get_status (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), USHER_INVITATION_STATUS_UNKNOWN);
  return self->status;
}

/**
 * usher_invitation_get_status_name:
 * @self: an invitation
 *
 * Returns: (transfer none): the server's word; empty if there was none
 */
const char *
usher_invitation_get_status_name (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), NULL);
  return self->status_name;
}

/**
 * usher_invitation_get_url:
 * @self: an invitation
 *
 * The link, verbatim (contract 3.5) but for a host in other letters than ASCII's, which is encoded. Whoever holds it
 * can open the form: never logged or written.
 *
 * Returns: (nullable) (transfer none): the link, if this answer had it
 */
const char *
usher_invitation_get_url (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), NULL);
  return self->url;
}

/**
 * usher_invitation_get_company_id:
 * @self: an invitation
 *
 * Returns: (nullable) (transfer none): the company it belongs to
 */
const char *
usher_invitation_get_company_id (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), NULL);
  return self->company_id;
}

/**
 * usher_invitation_get_connection_id:
 * @self: an invitation
 *
 * Returns: (nullable) (transfer none): the connection that a reconnect invitation mends
 */
const char *
usher_invitation_get_connection_id (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), NULL);
  return self->connection_id;
}

/**
 * usher_invitation_get_allowed_emails:
 * @self: an invitation
 *
 * Returns: (transfer none) (array zero-terminated=1): the allow-list; empty: anyone with the link
 */
const char *const *
usher_invitation_get_allowed_emails (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), NULL);
  return (const char *const *) self->emails;
}

/**
 * usher_invitation_is_open:
 * @self: an invitation
 *
 * Returns: %TRUE when anyone with the link may use it
 */
gboolean
usher_invitation_is_open (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), FALSE);
  return self->emails[0] == NULL;
}

/**
 * usher_invitation_get_expires_at:
 * @self: an invitation
 *
 * Returns: when it expires, in microseconds of UTC; %USHER_TIME_NONE for never
 */
gint64
usher_invitation_get_expires_at (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), USHER_TIME_NONE);
  return self->expires_at;
}

/**
 * usher_invitation_get_created_at:
 * @self: an invitation
 *
 * Returns: when it was made, in microseconds of UTC, or %USHER_TIME_NONE
 */
gint64
usher_invitation_get_created_at (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), USHER_TIME_NONE);
  return self->created_at;
}

/**
 * usher_invitation_get_max_uses:
 * @self: an invitation
 *
 * Returns: how often it may be used, or %USHER_USES_UNLIMITED
 */
gint64
usher_invitation_get_max_uses (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), USHER_USES_UNLIMITED);
  return self->max_uses;
}

/**
 * usher_invitation_get_use_count:
 * @self: an invitation
 *
 * Returns: how often it was used, 0 or more
 */
gint64
usher_invitation_get_use_count (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), 0);
  return self->use_count;
}

/**
 * usher_invitation_get_prefill:
 * @self: an invitation
 *
 * Returns: (transfer none): what it fills in, perhaps nothing
 */
UsherPrefill *
usher_invitation_get_prefill (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), NULL);
  return self->prefill;
}

/**
 * usher_invitation_get_created_connections:
 * @self: an invitation
 *
 * Returns: (transfer none) (element-type UsherConnection): what was connected with it
 */
GPtrArray *
usher_invitation_get_created_connections (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), NULL);
  return self->connections;
}

/**
 * usher_invitation_get_events:
 * @self: an invitation
 *
 * Returns: (nullable) (transfer none) (element-type UsherEvent): the activity log, oldest first; %NULL
 *   when this answer had none
 */
GPtrArray *
usher_invitation_get_events (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), NULL);
  return self->events;
}

/**
 * usher_invitation_get_n_skipped:
 * @self: an invitation
 *
 * Returns: how many events and created connections could not be read and are left out
 */
guint
usher_invitation_get_n_skipped (UsherInvitation *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION (self), 0);
  return self->n_skipped;
}

/**
 * usher_invitation_get_last_event_at:
 * @self: an invitation
 *
 * Returns: the newest time in the log, in microseconds of UTC; %USHER_TIME_NONE without a log
 */
gint64
usher_invitation_get_last_event_at (UsherInvitation *self)
{
  gint64 last = USHER_TIME_NONE;

  g_return_val_if_fail (USHER_IS_INVITATION (self), USHER_TIME_NONE);

  for (guint i = 0; self->events != NULL && i < self->events->len; i++)
    last = MAX (last, usher_event_get_time (g_ptr_array_index (self->events, i)));
  return last;
}
