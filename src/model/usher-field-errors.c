/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Messages per field of a draft, from our own checks or from the server's refusal. A
 * reference-counted value, filled by one thread and then only read. */

#include "usher-config.h"

#include "model/usher-field-errors.h"

#include <glib/gi18n.h>

typedef struct
{
  char *field;   /* (owned) */
  char *message; /* (owned) */
} Entry;

struct _UsherFieldErrors
{
  gatomicrefcount refs;
  GPtrArray *entries; /* (owned) (element-type Entry) in the order in which they were found */
};

G_DEFINE_BOXED_TYPE (UsherFieldErrors, usher_field_errors, usher_field_errors_ref,
                     usher_field_errors_unref)

/* How a field is called where there is no form beside the message. */
static const struct
{
  const char *field;
  const char *label;
} labels[] = {
  { USHER_FIELD_COMPANY, N_("Company") },
  { USHER_FIELD_CONNECTION, N_("Connection") },
  { USHER_FIELD_ALLOWED_EMAILS, N_("Recipients") },
  { USHER_FIELD_EXPIRES_IN, N_("Expiry") },
  { USHER_FIELD_MAX_USES, N_("Number of uses") },
  { USHER_FIELD_SEND_EMAIL, N_("Send by email") },
  { USHER_FIELD_URL, N_("Provider address") },
  { USHER_FIELD_DATASOURCE, N_("Provider ID") },
  { USHER_FIELD_SITES, N_("Sites") },
  { USHER_FIELD_UTILITY_TYPES, N_("Utility types") },
  { USHER_FIELD_COUNTRY, N_("Country") },
  { USHER_FIELD_OWNER_EMAIL, N_("Connection owner") },
  { USHER_FIELD_START_DATE, N_("Start date") },
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->field);
  g_free (entry->message);
  g_free (entry);
}

static Entry *
find_entry (UsherFieldErrors *self, const char *field)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (strcmp (entry->field, field) == 0)
        return entry;
    }
  return NULL;
}

/**
 * usher_field_errors_new:
 *
 * Returns: (transfer full): an empty set
 */
UsherFieldErrors *
usher_field_errors_new (void)
{
  UsherFieldErrors *self = g_new0 (UsherFieldErrors, 1);

  g_atomic_ref_count_init (&self->refs);
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  return self;
}

/**
 * usher_field_errors_ref:
 * @self: a set
 *
 * Returns: (transfer full): @self
 */
UsherFieldErrors *
usher_field_errors_ref (UsherFieldErrors *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * usher_field_errors_unref:
 * @self: (transfer full): a set
 */
void
usher_field_errors_unref (UsherFieldErrors *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->entries);
  g_free (self);
}

/**
 * usher_field_errors_add:
 * @self: a set
 * @field: (nullable): the field's path, e.g. "prefill.country"; %NULL or "" when it belongs to none
 * @message: (nullable): what is wrong; nothing is added without one
 *
 * A second message for a field is added to the first, on a new line; the same one is not repeated.
 */
void
usher_field_errors_add (UsherFieldErrors *self, const char *field, const char *message)
{
  Entry *entry;

  g_return_if_fail (self != NULL);

  if (message == NULL || *message == '\0')
    return;
  if (field == NULL)
    field = USHER_FIELD_GENERAL;

  entry = find_entry (self, field);
  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->field = g_strdup (field);
      entry->message = g_strdup (message);
      g_ptr_array_add (self->entries, entry);
    }
  else
    {
      g_auto (GStrv) lines = g_strsplit (entry->message, "\n", -1);

      if (!g_strv_contains ((const char *const *) lines, message))
        {
          g_autofree char *old = g_steal_pointer (&entry->message);

          entry->message = g_strconcat (old, "\n", message, NULL);
        }
    }
}

/**
 * usher_field_errors_get_length:
 * @self: a set
 *
 * Returns: how many fields have a message
 */
guint
usher_field_errors_get_length (UsherFieldErrors *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->entries->len;
}

/**
 * usher_field_errors_get_field:
 * @self: a set
 * @index: from 0, below the length
 *
 * Returns: (transfer none): the path of a field, "" for none
 */
const char *
usher_field_errors_get_field (UsherFieldErrors *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->entries->len, NULL);

  return ((Entry *) g_ptr_array_index (self->entries, index))->field;
}

/**
 * usher_field_errors_get_message:
 * @self: a set
 * @index: from 0, below the length
 *
 * Returns: (transfer none): its message, possibly of several lines
 */
const char *
usher_field_errors_get_message (UsherFieldErrors *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->entries->len, NULL);

  return ((Entry *) g_ptr_array_index (self->entries, index))->message;
}

/**
 * usher_field_errors_lookup:
 * @self: a set
 * @field: the path of a field
 *
 * Returns: (nullable) (transfer none): the message of that field
 */
const char *
usher_field_errors_lookup (UsherFieldErrors *self, const char *field)
{
  Entry *entry;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (field != NULL, NULL);

  entry = find_entry (self, field);
  return entry != NULL ? entry->message : NULL;
}

static const char *
get_label (const char *field)
{
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    if (strcmp (labels[i].field, field) == 0)
      return _(labels[i].label);
  return field;
}

/**
 * usher_field_errors_to_text:
 * @self: a set
 *
 * Returns: (transfer full): every message with its field's name before it, one line each
 */
char *
usher_field_errors_to_text (UsherFieldErrors *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);
      g_auto (GStrv) lines = g_strsplit (entry->message, "\n", -1);

      for (gsize j = 0; lines[j] != NULL; j++)
        {
          if (text->len > 0)
            g_string_append_c (text, '\n');
          if (*entry->field == '\0')
            g_string_append (text, lines[j]);
          else
            /* Translators: the name of a field, and what is wrong with it. */
            g_string_append_printf (text, C_("field error", "%s: %s"), get_label (entry->field),
                                    lines[j]);
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
