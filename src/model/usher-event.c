/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One line of an activity log. No page documents its shape, so it is read by the guesses of contract
 * 3.7 and everything that came is kept. Immutable values; any thread. */

#include "model/usher-event.h"

#include <glib/gi18n.h>

#include "model/usher-members.h"
#include "model/usher-model-error.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

/* What is shown of one text, in characters. */
#define SHOWN_CHARS 200
#define SHOWN_EXTRAS 50

struct _UsherEvent
{
  GObject parent_instance;

  JsonObject *raw;         /* (owned) (not nullable) what came, without links */
  char *id;                /* (owned) (nullable) */
  char *kind_name;         /* (owned) (not nullable) */
  UsherEventKind kind;
  gint64 time;
  char *email;             /* (owned) (nullable) */
  const char *kind_member; /* (nullable) which member of raw it came from; so the next two */
  const char *time_member;
  const char *email_member;
};

G_DEFINE_FINAL_TYPE (UsherEvent, usher_event, G_TYPE_OBJECT)

static const char *const kind_members[] = { "eventType", "type", "event", NULL };
static const char *const time_members[] = { "createdAt", "created", "timestamp", NULL };
static const char *const email_members[] = { "email", "actorEmail", NULL };
/* They open the form (contract 3.5): an event has no need of them, so they are never kept. */
static const char *const secret_members[] = { "token", "invitationUrl", NULL };

static void
usher_event_finalize (GObject *object)
{
  UsherEvent *self = USHER_EVENT (object);

  g_clear_pointer (&self->raw, json_object_unref);
  g_free (self->id);
  g_free (self->kind_name);
  g_free (self->email);
  G_OBJECT_CLASS (usher_event_parent_class)->finalize (object);
}

static void
usher_event_class_init (UsherEventClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = usher_event_finalize;
}

static void
usher_event_init (UsherEvent *self)
{
  self->time = USHER_TIME_NONE;
}

static JsonObject *
copy_raw (JsonObject *object)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!g_strv_contains (secret_members, name))
      json_object_set_member (copy, name, json_node_copy (value));
  return copy;
}

static const char *
find_text (JsonObject *object, const char *const *members, const char **found)
{
  for (gsize i = 0; members[i] != NULL; i++)
    {
      const char *text = usher_members_get_text (object, members[i]);

      if (text != NULL)
        {
          *found = members[i];
          return text;
        }
    }
  return NULL;
}

/* A Django back end may well count its log entries (contract 1), so a number is an id too. */
static char *
dup_id (JsonObject *object)
{
  const char *text = usher_members_get_text (object, "id");
  JsonNode *node = json_object_get_member (object, "id");

  if (text != NULL)
    return g_strdup (text);
  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  return NULL;
}

/**
 * usher_event_new_from_json:
 * @node: (nullable): an item of an invitation's `events`
 * @error: return location
 *
 * Reads as contract 3.7 guesses: the kind from the first of `eventType`, `type`, `event`, the time
 * from the first of `createdAt`, `created`, `timestamp`, the person from the first of `email`,
 * `actorEmail`. None of them has to be there, not even an id.
 *
 * Returns: (nullable) (transfer full): the event; %NULL with %USHER_MODEL_ERROR_MALFORMED when @node
 *   is not an object
 */
UsherEvent *
usher_event_new_from_json (JsonNode *node, GError **error)
{
  JsonObject *object = usher_json_node_get_object (node);
  UsherEvent *self;
  const char *kind;

  if (object == NULL)
    {
      g_set_error_literal (error, USHER_MODEL_ERROR, USHER_MODEL_ERROR_MALFORMED,
                           "event is not a JSON object");
      return NULL;
    }
  self = g_object_new (USHER_TYPE_EVENT, NULL);
  self->raw = copy_raw (object);
  self->id = dup_id (object);
  kind = find_text (object, kind_members, &self->kind_member);
  self->kind_name = g_strdup (kind != NULL ? kind : "");
  self->kind = usher_event_kind_from_string (self->kind_name);
  for (gsize i = 0; time_members[i] != NULL && self->time == USHER_TIME_NONE; i++)
    {
      self->time = usher_json_get_time (object, time_members[i]);
      if (self->time != USHER_TIME_NONE)
        self->time_member = time_members[i];
    }
  self->email = g_strdup (find_text (object, email_members, &self->email_member));
  return self;
}

/**
 * usher_event_to_json:
 * @self: an event
 *
 * Returns: (transfer full): the members as they came, in their order, unknown ones too
 */
JsonNode *
usher_event_to_json (UsherEvent *self)
{
  g_return_val_if_fail (USHER_IS_EVENT (self), NULL);
  return usher_members_take_object (copy_raw (self->raw));
}

/**
 * usher_event_get_id:
 * @self: an event
 *
 * Returns: (nullable) (transfer none): its id, if it has one
 */
const char *
usher_event_get_id (UsherEvent *self)
{
  g_return_val_if_fail (USHER_IS_EVENT (self), NULL);
  return self->id;
}

/**
 * usher_event_get_kind:
 * @self: an event
 *
 * Returns: what happened; UNKNOWN for a word that is newer than this program
 */
UsherEventKind
usher_event_get_kind (UsherEvent *self)
{
  g_return_val_if_fail (USHER_IS_EVENT (self), USHER_EVENT_KIND_UNKNOWN);
  return self->kind;
}

/**
 * usher_event_get_kind_name:
 * @self: an event
 *
 * Returns: (transfer none): the server's word; empty if there was none
 */
const char *
usher_event_get_kind_name (UsherEvent *self)
{
  g_return_val_if_fail (USHER_IS_EVENT (self), NULL);
  return self->kind_name;
}

/**
 * usher_event_get_time:
 * @self: an event
 *
 * Returns: when it happened, in microseconds of UTC, or %USHER_TIME_NONE
 */
gint64
usher_event_get_time (UsherEvent *self)
{
  g_return_val_if_fail (USHER_IS_EVENT (self), USHER_TIME_NONE);
  return self->time;
}

/**
 * usher_event_get_email:
 * @self: an event
 *
 * Returns: (nullable) (transfer none): the person's address
 */
const char *
usher_event_get_email (UsherEvent *self)
{
  g_return_val_if_fail (USHER_IS_EVENT (self), NULL);
  return self->email;
}

static char *
dup_sentence_of (UsherEventKind kind, const char *who)
{
  switch (kind)
    {
    case USHER_EVENT_KIND_CREATED:
      /* Translators: lines of an invitation's activity log; %s is an email address. */
      return g_strdup_printf (_("%s created the invitation"), who);
    case USHER_EVENT_KIND_EMAIL_SENT:
      return g_strdup_printf (_("The invitation was emailed to %s"), who);
    case USHER_EVENT_KIND_EMAIL_RESENT:
      return g_strdup_printf (_("The invitation was emailed to %s again"), who);
    case USHER_EVENT_KIND_VIEWED:
      return g_strdup_printf (_("%s opened the link"), who);
    case USHER_EVENT_KIND_EMAIL_VERIFIED:
      return g_strdup_printf (_("%s verified their email address"), who);
    case USHER_EVENT_KIND_USED:
      return g_strdup_printf (_("%s submitted the form"), who);
    case USHER_EVENT_KIND_REVOKED:
      return g_strdup_printf (_("%s revoked the invitation"), who);
    case USHER_EVENT_KIND_UNKNOWN:
    default:
      return NULL;
    }
}

static const char *
get_sentence_of_nobody (UsherEventKind kind)
{
  switch (kind)
    {
    case USHER_EVENT_KIND_CREATED:
      return _("The invitation was created");
    case USHER_EVENT_KIND_EMAIL_SENT:
      return _("The invitation was emailed");
    case USHER_EVENT_KIND_EMAIL_RESENT:
      return _("The invitation was emailed again");
    case USHER_EVENT_KIND_VIEWED:
      return _("The link was opened");
    case USHER_EVENT_KIND_EMAIL_VERIFIED:
      return _("An email address was verified");
    case USHER_EVENT_KIND_USED:
      return _("The form was submitted");
    case USHER_EVENT_KIND_REVOKED:
      return _("The invitation was revoked");
    case USHER_EVENT_KIND_UNKNOWN:
    default:
      return NULL;
    }
}

/* A word that this program does not know, made readable (contract 3.7). */
static char *
dup_unknown_sentence (const char *word, const char *who)
{
  g_autofree char *label =
    *word != '\0' ? usher_humanise_word (word) : g_strdup (_("An event of an unknown kind"));

  if (who == NULL)
    return g_steal_pointer (&label);
  /* Translators: a line of an activity log: what happened (unknown to this version), and an email
   * address. */
  return g_strdup_printf (C_("event", "%1$s: %2$s"), label, who);
}

/**
 * usher_event_dup_sentence:
 * @self: an event
 *
 * A whole sentence for the activity log, with or without the person. Plain text on one line; texts
 * of the server are shortened.
 *
 * Returns: (transfer full): "a@example.com opened the link"
 */
char *
usher_event_dup_sentence (UsherEvent *self)
{
  g_autofree char *who = NULL;

  g_return_val_if_fail (USHER_IS_EVENT (self), NULL);

  if (self->email != NULL)
    who = usher_text_dup_safe (self->email, SHOWN_CHARS);
  if (who != NULL && *who == '\0')
    g_clear_pointer (&who, g_free);
  if (self->kind == USHER_EVENT_KIND_UNKNOWN)
    return dup_unknown_sentence (self->kind_name, who);
  if (who != NULL)
    return dup_sentence_of (self->kind, who);
  return g_strdup (get_sentence_of_nobody (self->kind));
}

static char *
dup_value_text (JsonNode *value)
{
  g_autofree char *text = NULL;

  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
    text = g_strdup (json_node_get_string (value));
  else
    text = usher_json_to_string (value, FALSE);
  return usher_text_dup_safe (text, SHOWN_CHARS);
}

/**
 * usher_event_dup_extra:
 * @self: an event
 *
 * The members that have no place in the sentence, for the curious: nothing of a log is hidden.
 *
 * Returns: (nullable) (transfer full): "name: value" lines, shortened; %NULL when there are none
 */
char *
usher_event_dup_extra (UsherEvent *self)
{
  g_autoptr (GString) lines = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;
  guint n_lines = 0;

  g_return_val_if_fail (USHER_IS_EVENT (self), NULL);

  lines = g_string_new (NULL);
  json_object_iter_init_ordered (&iter, self->raw);
  while (n_lines < SHOWN_EXTRAS && json_object_iter_next_ordered (&iter, &name, &value))
    {
      g_autofree char *label = NULL;
      g_autofree char *text = NULL;

      if (g_str_equal (name, "id") || g_strcmp0 (name, self->kind_member) == 0 ||
          g_strcmp0 (name, self->time_member) == 0 || g_strcmp0 (name, self->email_member) == 0 ||
          JSON_NODE_HOLDS_NULL (value))
        continue;
      label = usher_text_dup_safe (name, SHOWN_CHARS);
      text = dup_value_text (value);
      g_string_append_printf (lines, "%s%s: %s", n_lines > 0 ? "\n" : "", label, text);
      n_lines++;
    }
  return n_lines > 0 ? g_string_free (g_steal_pointer (&lines), FALSE) : NULL;
}
