/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A row of an archive as an object. Main thread, for what is on the screen; reading a line of a
 * file that is open costs microseconds. */

#include "usher-config.h"

#include "archive/usher-archive-event.h"

#include "archive/usher-line-reader.h"
#include "archive/usher-log-line.h"
#include "model/usher-json.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

#include <glib/gi18n.h>
#include <string.h>

#define SHOWN_LIMIT (64 * 1024)

struct _UsherArchiveEvent
{
  GObject parent_instance;

  UsherArchiveData *data;      /* (owned) */
  guint32 row;
  gboolean bad;
  gint64 time;
  char *kind_name;             /* (owned) (not nullable) */
  char *recipient;             /* (owned) (not nullable) */
  char *company;               /* (owned) (not nullable) */
  char *invitation_id;         /* (owned) (not nullable) */
  char *text;                  /* (owned) (nullable) the line */
  gsize length;
  /* Made when they are asked for: a list shows hundreds of rows, and of each only a part. */
  char *raw;                   /* (owned) (nullable) */
  UsherEvent *event;           /* (owned) (nullable) */
  UsherInvitation *invitation; /* (owned) (nullable) */
  gboolean has_event;          /* event is what there is */
  gboolean has_invitation;     /* invitation is what there is */
};

typedef enum
{
  PROP_ROW = 1,
  PROP_TIME,
  PROP_KIND,
  PROP_KIND_NAME,
  PROP_RECIPIENT,
  PROP_COMPANY,
  PROP_INVITATION_ID,
  PROP_IS_BAD,
} UsherArchiveEventProperty;

static GParamSpec *properties[PROP_IS_BAD + 1];

G_DEFINE_FINAL_TYPE (UsherArchiveEvent, usher_archive_event, G_TYPE_OBJECT)

static void
usher_archive_event_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  UsherArchiveEvent *self = USHER_ARCHIVE_EVENT (object);

  switch ((UsherArchiveEventProperty) prop_id)
    {
    case PROP_ROW:
      g_value_set_uint (value, self->row);
      break;
    case PROP_TIME:
      g_value_set_int64 (value, self->time);
      break;
    case PROP_KIND:
      g_value_set_int (value, (int) usher_archive_event_get_kind (self));
      break;
    case PROP_KIND_NAME:
      g_value_set_string (value, self->kind_name);
      break;
    case PROP_RECIPIENT:
      g_value_set_string (value, self->recipient);
      break;
    case PROP_COMPANY:
      g_value_set_string (value, self->company);
      break;
    case PROP_INVITATION_ID:
      g_value_set_string (value, self->invitation_id);
      break;
    case PROP_IS_BAD:
      g_value_set_boolean (value, self->bad);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
usher_archive_event_finalize (GObject *object)
{
  UsherArchiveEvent *self = USHER_ARCHIVE_EVENT (object);

  g_clear_pointer (&self->data, usher_archive_data_unref);
  g_free (self->kind_name);
  g_free (self->recipient);
  g_free (self->company);
  g_free (self->invitation_id);
  g_free (self->text);
  g_free (self->raw);
  g_clear_object (&self->event);
  g_clear_object (&self->invitation);
  G_OBJECT_CLASS (usher_archive_event_parent_class)->finalize (object);
}

static void
usher_archive_event_class_init (UsherArchiveEventClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = usher_archive_event_get_property;
  object_class->finalize = usher_archive_event_finalize;
  properties[PROP_ROW] = g_param_spec_uint ("row", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_TIME] =
      g_param_spec_int64 ("time", NULL, NULL, G_MININT64, G_MAXINT64, USHER_TIME_NONE, flags);
  properties[PROP_KIND] =
      g_param_spec_int ("kind", NULL, NULL, 0, USHER_EVENT_KIND_REVOKED, USHER_EVENT_KIND_UNKNOWN, flags);
  properties[PROP_KIND_NAME] = g_param_spec_string ("kind-name", NULL, NULL, "", flags);
  properties[PROP_RECIPIENT] = g_param_spec_string ("recipient", NULL, NULL, "", flags);
  properties[PROP_COMPANY] = g_param_spec_string ("company", NULL, NULL, "", flags);
  properties[PROP_INVITATION_ID] = g_param_spec_string ("invitation-id", NULL, NULL, "", flags);
  properties[PROP_IS_BAD] = g_param_spec_boolean ("is-bad", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
usher_archive_event_init (UsherArchiveEvent *self)
{
  self->time = USHER_TIME_NONE;
}

static char *
dup_shown (const UsherSlice *slice)
{
  g_autofree char *text = usher_json_unescape (slice, NULL);

  return usher_text_dup_safe (text, 0);
}

/* (transfer full) (nullable) An object of the line, as JSON. */
static JsonNode *
parse_object (const UsherSlice *slice)
{
  return slice->data != NULL ? usher_json_parse (slice->data, (gssize) slice->length, NULL) : NULL;
}

static UsherInvitation *
ensure_invitation (UsherArchiveEvent *self)
{
  g_autoptr (JsonNode) node = NULL;
  UsherLogLine line;

  if (self->has_invitation || self->bad)
    return self->invitation;
  self->has_invitation = TRUE;
  usher_log_line_parse (&line, self->text, self->length, NULL);
  node = parse_object (&line.invitation);
  if (node != NULL)
    self->invitation = usher_invitation_new_from_json (node, NULL);
  return self->invitation;
}

static UsherEvent *
ensure_event (UsherArchiveEvent *self)
{
  g_autoptr (JsonNode) node = NULL;
  UsherLogLine line;

  if (self->has_event || self->bad)
    return self->event;
  self->has_event = TRUE;
  usher_log_line_parse (&line, self->text, self->length, NULL);
  node = parse_object (&line.event);
  if (node != NULL)
    self->event = usher_event_new_from_json (node, NULL);
  return self->event;
}

static void
parse (UsherArchiveEvent *self)
{
  UsherLogLine line;

  usher_log_line_parse (&line, self->text, self->length, NULL);
  if (line.type != USHER_LINE_EVENT && line.type != USHER_LINE_FACTS)
    {
      self->bad = TRUE;
      return;
    }
  self->time = line.when;
  self->kind_name = dup_shown (&line.kind);
  self->invitation_id = dup_shown (&line.invitation_id);
  self->company = dup_shown (line.company.length > 0 ? &line.company : &line.company_id);
  if (line.email.length > 0)
    self->recipient = dup_shown (&line.email);
  else if (ensure_invitation (self) != NULL)
    self->recipient = usher_invitation_dup_recipients (self->invitation);
}

/**
 * usher_archive_event_new:
 * @data: an archive
 * @row: which row
 *
 * Returns: (transfer full): the row as an object
 */
UsherArchiveEvent *
usher_archive_event_new (UsherArchiveData *data, guint32 row)
{
  UsherArchiveEvent *self = g_object_new (USHER_TYPE_ARCHIVE_EVENT, NULL);
  const UsherRow *known;

  self->data = usher_archive_data_ref (data);
  self->row = row;
  known = &data->rows[row];
  self->bad = (known->flags & USHER_ROW_BAD) != 0;
  self->text = usher_archive_data_read_row (data, known, self->bad ? SHOWN_LIMIT : USHER_LINE_LIMIT, &self->length);
  if (self->text == NULL)
    self->bad = TRUE;
  else if (!self->bad)
    parse (self);
  if (self->kind_name == NULL)
    self->kind_name = g_strdup ("");
  if (self->recipient == NULL)
    self->recipient = g_strdup ("");
  if (self->company == NULL)
    self->company = g_strdup ("");
  if (self->invitation_id == NULL)
    self->invitation_id = g_strdup ("");
  return self;
}

/**
 * usher_archive_event_get_row:
 * @self: an event
 *
 * Returns: its row
 */
guint32
usher_archive_event_get_row (UsherArchiveEvent *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE_EVENT (self), 0);
  return self->row;
}

/**
 * usher_archive_event_get_file:
 * @self: an event
 *
 * Returns: which of the archive's files it is in, from 0
 */
guint
usher_archive_event_get_file (UsherArchiveEvent *self)
{
  guint file;

  g_return_val_if_fail (USHER_IS_ARCHIVE_EVENT (self), 0);
  file = self->data->rows[self->row].file;
  return self->data->file_numbers != NULL ? self->data->file_numbers[file] : file;
}

/**
 * usher_archive_event_get_line:
 * @self: an event
 *
 * Counts lines of the file: for a row that a person looks at. Of JSON and CSV it is the number of the event.
 *
 * Returns: the line, from 1
 */
guint64
usher_archive_event_get_line (UsherArchiveEvent *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE_EVENT (self), 0);
  return usher_archive_data_get_line (self->data, &self->data->rows[self->row]);
}

/**
 * usher_row_get_key:
 * @row: a row
 *
 * Returns: what tells its event from others, in whatever file it stands; of a damaged line, where it stands
 */
guint64
usher_row_get_key (const UsherRow *row)
{
  return row->key != 0 ? row->key : usher_hash ((const char *) &row->offset, sizeof row->offset, row->length);
}

/**
 * usher_archive_event_get_key:
 * @self: an event
 *
 * Returns: [func@row_get_key] of its row
 */
guint64
usher_archive_event_get_key (UsherArchiveEvent *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE_EVENT (self), 0);
  return usher_row_get_key (&self->data->rows[self->row]);
}

/**
 * usher_archive_event_is_bad:
 * @self: an event
 *
 * Returns: %TRUE when the line cannot be read
 */
gboolean
usher_archive_event_is_bad (UsherArchiveEvent *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE_EVENT (self), FALSE);
  return self->bad;
}

/**
 * usher_archive_event_has_no_event:
 * @self: an event
 *
 * Returns: %TRUE when it stands for an invitation of which the file has no events
 */
gboolean
usher_archive_event_has_no_event (UsherArchiveEvent *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE_EVENT (self), FALSE);
  return (self->data->rows[self->row].flags & USHER_ROW_NO_EVENT) != 0;
}

/**
 * usher_archive_event_get_time:
 * @self: an event
 *
 * Returns: when it happened, or %USHER_TIME_NONE when the file does not say
 */
gint64
usher_archive_event_get_time (UsherArchiveEvent *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE_EVENT (self), USHER_TIME_NONE);
  return self->time;
}

/**
 * usher_archive_event_get_kind:
 * @self: an event
 *
 * Returns: what happened
 */
UsherEventKind
usher_archive_event_get_kind (UsherArchiveEvent *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE_EVENT (self), USHER_EVENT_KIND_UNKNOWN);
  return usher_event_kind_from_string (self->kind_name);
}

/**
 * usher_archive_event_get_kind_name:
 * @self: an event
 *
 * Returns: (transfer none): the server's word, or ""
 */
const char *
usher_archive_event_get_kind_name (UsherArchiveEvent *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE_EVENT (self), NULL);
  return self->kind_name;
}

/**
 * usher_archive_event_get_recipient:
 * @self: an event
 *
 * Returns: (transfer none): who did it, or for whom the invitation is; one safe line
 */
const char *
usher_archive_event_get_recipient (UsherArchiveEvent *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE_EVENT (self), NULL);
  return self->recipient;
}

/**
 * usher_archive_event_get_company:
 * @self: an event
 *
 * Returns: (transfer none): the company's name, else its id, else ""; one safe line
 */
const char *
usher_archive_event_get_company (UsherArchiveEvent *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE_EVENT (self), NULL);
  return self->company;
}

/**
 * usher_archive_event_get_invitation_id:
 * @self: an event
 *
 * Returns: (transfer none): the invitation's id, or ""
 */
const char *
usher_archive_event_get_invitation_id (UsherArchiveEvent *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE_EVENT (self), NULL);
  return self->invitation_id;
}

/**
 * usher_archive_event_get_event:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): the event with its raw members
 */
UsherEvent *
usher_archive_event_get_event (UsherArchiveEvent *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE_EVENT (self), NULL);
  return ensure_event (self);
}

/**
 * usher_archive_event_get_invitation:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): the facts of its invitation, as they were exported
 */
UsherInvitation *
usher_archive_event_get_invitation (UsherArchiveEvent *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE_EVENT (self), NULL);
  return ensure_invitation (self);
}

/**
 * usher_archive_event_dup_sentence:
 * @self: an event
 *
 * Returns: (transfer full): what happened, for people
 */
char *
usher_archive_event_dup_sentence (UsherArchiveEvent *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE_EVENT (self), NULL);

  if (self->bad)
    return g_strdup (_("This line is damaged"));
  if (ensure_event (self) == NULL)
    return g_strdup (_("Invitation without activity in this file"));
  return usher_event_dup_sentence (self->event);
}

/**
 * usher_archive_event_get_raw:
 * @self: an event
 *
 * Returns: (transfer none): the line as it stands in the file; UTF-8, but not made safe to show
 */
const char *
usher_archive_event_get_raw (UsherArchiveEvent *self)
{
  g_return_val_if_fail (USHER_IS_ARCHIVE_EVENT (self), NULL);

  if (self->raw == NULL)
    self->raw = self->text != NULL ? g_utf8_make_valid (self->text, (gssize) MIN (self->length, SHOWN_LIMIT))
                                   : g_strdup ("");
  return self->raw;
}
