/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The description of what is looked for in logs. Immutable; any thread. */

#include "usher-config.h"

#include "archive/usher-archive-filter.h"

#include "model/usher-enums.h"
#include "model/usher-json.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

#include <glib/gi18n.h>
#include <string.h>

struct _UsherArchiveFilter
{
  gatomicrefcount ref_count;
  GPtrArray *conditions; /* (owned) (element-type UsherCondition) */
};

G_DEFINE_BOXED_TYPE (UsherArchiveFilter, usher_archive_filter, usher_archive_filter_ref,
                     usher_archive_filter_unref)

static const char *const type_words[USHER_N_CONDITION_TYPES] = {
  "text", "regex", "kind", "recipient", "company", "invitation", "dates", "bad",
};

static void
condition_free (gpointer data)
{
  UsherCondition *condition = data;

  g_free (condition->text);
  g_free (condition);
}

static UsherCondition *
condition_copy (const UsherCondition *condition)
{
  UsherCondition *copy = g_memdup2 (condition, sizeof *condition);

  copy->text = g_strdup (condition->text);
  return copy;
}

/**
 * usher_archive_filter_new:
 *
 * Returns: (transfer full): a filter that lets everything through
 */
UsherArchiveFilter *
usher_archive_filter_new (void)
{
  UsherArchiveFilter *self = g_new0 (UsherArchiveFilter, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->conditions = g_ptr_array_new_with_free_func (condition_free);
  return self;
}

/**
 * usher_archive_filter_ref:
 * @self: a filter
 *
 * Returns: (transfer full): @self
 */
UsherArchiveFilter *
usher_archive_filter_ref (UsherArchiveFilter *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * usher_archive_filter_unref:
 * @self: (transfer full): a filter
 */
void
usher_archive_filter_unref (UsherArchiveFilter *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->conditions);
  g_free (self);
}

/**
 * usher_archive_filter_get_size:
 * @self: a filter
 *
 * Returns: how many conditions it has
 */
guint
usher_archive_filter_get_size (UsherArchiveFilter *self)
{
  return self->conditions->len;
}

static const UsherCondition *
get_condition (const UsherArchiveFilter *self, guint i)
{
  return g_ptr_array_index (self->conditions, i);
}

/**
 * usher_archive_filter_get:
 * @self: a filter
 * @i: which condition
 *
 * Returns: (transfer none): the condition
 */
const UsherCondition *
usher_archive_filter_get (UsherArchiveFilter *self, guint i)
{
  g_return_val_if_fail (i < self->conditions->len, NULL);
  return get_condition (self, i);
}

static UsherArchiveFilter *
copy_but (UsherArchiveFilter *self, guint left_out)
{
  UsherArchiveFilter *copy = usher_archive_filter_new ();

  for (guint i = 0; i < self->conditions->len; i++)
    if (i != left_out)
      g_ptr_array_add (copy->conditions, condition_copy (get_condition (self, i)));
  return copy;
}

static gboolean
condition_equal (const UsherCondition *a, const UsherCondition *b)
{
  return a->type == b->type && a->exclude == b->exclude && g_strcmp0 (a->text, b->text) == 0
         && a->from == b->from && a->to == b->to;
}

static UsherArchiveFilter *
with_condition (UsherArchiveFilter *self, const UsherCondition *condition)
{
  UsherArchiveFilter *copy = copy_but (self, G_MAXUINT);

  for (guint i = 0; i < copy->conditions->len; i++)
    if (condition_equal (get_condition (copy, i), condition))
      return copy;
  g_ptr_array_add (copy->conditions, condition_copy (condition));
  return copy;
}

/**
 * usher_archive_filter_with:
 * @self: a filter
 * @type: any type but dates
 * @text: (nullable): what it looks for
 * @exclude: leave out what matches
 *
 * Returns: (transfer full): a copy with one more condition, unless it has that one
 */
UsherArchiveFilter *
usher_archive_filter_with (UsherArchiveFilter *self, UsherConditionType type, const char *text,
                           gboolean exclude)
{
  UsherCondition condition = { .type = type, .exclude = exclude, .text = (char *) text,
                               .from = USHER_TIME_NONE, .to = USHER_TIME_NONE };

  return with_condition (self, &condition);
}

/**
 * usher_archive_filter_with_dates:
 * @self: a filter
 * @from: the first microsecond, or %USHER_TIME_NONE
 * @to: the first microsecond after it, or %USHER_TIME_NONE
 * @exclude: leave out what is within
 *
 * Returns: (transfer full): a copy with one more condition
 */
UsherArchiveFilter *
usher_archive_filter_with_dates (UsherArchiveFilter *self, gint64 from, gint64 to, gboolean exclude)
{
  UsherCondition condition = { .type = USHER_CONDITION_DATES, .exclude = exclude, .from = from, .to = to };

  return with_condition (self, &condition);
}

/**
 * usher_archive_filter_without:
 * @self: a filter
 * @i: which condition
 *
 * Returns: (transfer full): a copy with one condition less
 */
UsherArchiveFilter *
usher_archive_filter_without (UsherArchiveFilter *self, guint i)
{
  return copy_but (self, i);
}

/**
 * usher_archive_filter_equal:
 * @a: a filter
 * @b: another one
 *
 * Returns: %TRUE when they have the same conditions in the same order
 */
gboolean
usher_archive_filter_equal (UsherArchiveFilter *a, UsherArchiveFilter *b)
{
  if (a->conditions->len != b->conditions->len)
    return FALSE;
  for (guint i = 0; i < a->conditions->len; i++)
    if (!condition_equal (get_condition (a, i), get_condition (b, i)))
      return FALSE;
  return TRUE;
}

/**
 * usher_archive_filter_to_string:
 * @self: a filter
 *
 * Returns: (transfer full): the filter as JSON, for [func@ArchiveFilter.from_string]
 */
char *
usher_archive_filter_to_string (UsherArchiveFilter *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  json_node_take_array (node, array);
  for (guint i = 0; i < self->conditions->len; i++)
    {
      const UsherCondition *condition = get_condition (self, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "type", type_words[condition->type]);
      if (condition->exclude)
        json_object_set_boolean_member (object, "exclude", TRUE);
      if (condition->text != NULL)
        json_object_set_string_member (object, "text", condition->text);
      if (condition->from != USHER_TIME_NONE)
        json_object_set_int_member (object, "from", condition->from);
      if (condition->to != USHER_TIME_NONE)
        json_object_set_int_member (object, "to", condition->to);
      json_array_add_object_element (array, object);
    }
  return usher_json_to_string (node, FALSE);
}

/**
 * usher_archive_filter_from_string:
 * @text: what [method@ArchiveFilter.to_string] gave
 * @error: return location: %USHER_ARCHIVE_ERROR_FILTER
 *
 * Returns: (transfer full) (nullable): the filter
 */
UsherArchiveFilter *
usher_archive_filter_from_string (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = usher_json_parse (text, -1, NULL);
  JsonArray *array = node != NULL ? usher_json_node_get_array (node) : NULL;
  g_autoptr (UsherArchiveFilter) self = usher_archive_filter_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = usher_json_node_get_object (json_array_get_element (array, i));
      const char *word = object != NULL ? usher_json_get_string (object, "type", "") : "";
      UsherCondition *condition;
      guint type = 0;

      while (type < USHER_N_CONDITION_TYPES && strcmp (type_words[type], word) != 0)
        type++;
      if (type == USHER_N_CONDITION_TYPES)
        {
          array = NULL; /* of a newer version: half a filter would show the wrong rows */
          break;
        }
      condition = g_new0 (UsherCondition, 1);
      condition->type = type;
      condition->exclude = usher_json_get_boolean (object, "exclude", FALSE);
      condition->text = g_strdup (usher_json_get_string (object, "text", NULL));
      condition->from = usher_json_get_int (object, "from", USHER_TIME_NONE);
      condition->to = usher_json_get_int (object, "to", USHER_TIME_NONE);
      g_ptr_array_add (self->conditions, condition);
    }
  if (array == NULL)
    {
      g_set_error_literal (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_FILTER,
                           _("This saved filter cannot be read. Remove it and save it anew."));
      return NULL;
    }
  return g_steal_pointer (&self);
}

static char *
dup_day (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (time / G_USEC_PER_SEC);

  return date != NULL ? g_date_time_format (date, "%x") : g_strdup ("?");
}

static char *
dup_dates (const UsherCondition *condition)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (condition->from != USHER_TIME_NONE)
    from = dup_day (condition->from);
  if (condition->to != USHER_TIME_NONE)
    to = dup_day (condition->to - 1);
  if (from != NULL && to != NULL)
    /* Translators: two dates */
    return g_strdup_printf (_("%s to %s"), from, to);
  if (from != NULL)
    /* Translators: a date */
    return g_strdup_printf (_("from %s"), from);
  /* Translators: a date */
  return to != NULL ? g_strdup_printf (_("until %s"), to) : g_strdup (_("any date"));
}

/**
 * usher_condition_dup_label:
 * @condition: a condition
 *
 * Returns: (transfer full): what it asks for, in a few words
 */
char *
usher_condition_dup_label (const UsherCondition *condition)
{
  g_autofree char *label = NULL;
  g_autofree char *text = usher_text_dup_safe (condition->text, 0);

  switch (condition->type)
    {
    case USHER_CONDITION_TEXT:
      label = g_strdup_printf (_("“%s”"), text);
      break;
    case USHER_CONDITION_REGEX:
      label = g_strdup_printf ("/%s/", text);
      break;
    case USHER_CONDITION_KIND:
      {
        UsherEventKind kind = usher_event_kind_from_string (text);

        label = kind != USHER_EVENT_KIND_UNKNOWN ? g_strdup (usher_event_kind_get_label (kind))
                                                 : usher_humanise_word (text);
        break;
      }
    case USHER_CONDITION_DATES:
      label = dup_dates (condition);
      break;
    case USHER_CONDITION_BAD:
      label = g_strdup (_("Damaged lines"));
      break;
    case USHER_CONDITION_INVITATION:
      label = g_strdup_printf (_("Invitation %s"), text);
      break;
    case USHER_CONDITION_RECIPIENT:
    case USHER_CONDITION_COMPANY:
    default:
      label = g_strdup (text);
    }
  if (!condition->exclude)
    return g_steal_pointer (&label);
  /* Translators: on a filter that leaves out what matches; %s is what it matches */
  return g_strdup_printf (_("not %s"), label);
}
