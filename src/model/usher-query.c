/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which invitations, in which order. Immutable and counted atomically: a query goes to the store's
 * worker thread as it is. */

#include "model/usher-query.h"

#include "model/usher-time.h"

struct _UsherQuery
{
  gatomicrefcount ref_count;

  UsherInvitationStatus status;
  UsherInvitationKind kind;
  UsherAccess access;
  UsherProgress progress;
  char *company_id; /* (owned) (nullable) */
  char *text;       /* (owned) (nullable) */
  gint64 expires_before;
  GTimeSpan expires_within;
  UsherSort sort;
  gboolean descending;
};

G_DEFINE_BOXED_TYPE (UsherQuery, usher_query, usher_query_ref, usher_query_unref)

/**
 * usher_query_new:
 *
 * Returns: (transfer full): every invitation, newest first
 */
UsherQuery *
usher_query_new (void)
{
  UsherQuery *self = g_new0 (UsherQuery, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->expires_before = USHER_TIME_NONE;
  self->sort = USHER_SORT_CREATED;
  self->descending = TRUE;
  return self;
}

/**
 * usher_query_ref:
 * @self: a query
 *
 * Returns: (transfer full): @self
 */
UsherQuery *
usher_query_ref (UsherQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * usher_query_unref:
 * @self: (transfer full): a query
 */
void
usher_query_unref (UsherQuery *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->company_id);
  g_free (self->text);
  g_free (self);
}

/**
 * usher_query_equal:
 * @a: a query
 * @b: another one
 *
 * Returns: %TRUE when they ask for the same, in the same order
 */
gboolean
usher_query_equal (UsherQuery *a, UsherQuery *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);
  return a == b ||
         (a->status == b->status && a->kind == b->kind && a->access == b->access &&
          a->progress == b->progress &&
          a->expires_before == b->expires_before && a->expires_within == b->expires_within &&
          a->sort == b->sort && a->descending == b->descending &&
          g_strcmp0 (a->company_id, b->company_id) == 0 &&
          g_strcmp0 (a->text, b->text) == 0);
}

/**
 * usher_query_get_status:
 * @self: a query
 *
 * Returns: the status asked for, UNKNOWN for all
 */
UsherInvitationStatus
usher_query_get_status (UsherQuery *self)
{
  g_return_val_if_fail (self != NULL, USHER_INVITATION_STATUS_UNKNOWN);
  return self->status;
}

/**
 * usher_query_get_kind:
 * @self: a query
 *
 * Returns: the kind asked for, UNKNOWN for both
 */
UsherInvitationKind
usher_query_get_kind (UsherQuery *self)
{
  g_return_val_if_fail (self != NULL, USHER_INVITATION_KIND_UNKNOWN);
  return self->kind;
}

/**
 * usher_query_get_access:
 * @self: a query
 *
 * Returns: whether with or without an allow-list, or both
 */
UsherAccess
usher_query_get_access (UsherQuery *self)
{
  g_return_val_if_fail (self != NULL, USHER_ACCESS_ANY);
  return self->access;
}

/**
 * usher_query_get_progress:
 * @self: a query
 *
 * Returns: how far it got, ANY for however far
 */
UsherProgress
usher_query_get_progress (UsherQuery *self)
{
  g_return_val_if_fail (self != NULL, USHER_PROGRESS_ANY);
  return self->progress;
}

/**
 * usher_query_get_company_id:
 * @self: a query
 *
 * Returns: (nullable) (transfer none): whose invitations; %NULL for all companies
 */
const char *
usher_query_get_company_id (UsherQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->company_id;
}

/**
 * usher_query_get_text:
 * @self: a query
 *
 * Returns: (nullable) (transfer none): what is searched for, as typed
 */
const char *
usher_query_get_text (UsherQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->text;
}

/**
 * usher_query_get_expires_before:
 * @self: a query
 *
 * Returns: the moment before which it expires, in microseconds of UTC, or %USHER_TIME_NONE for whenever
 */
gint64
usher_query_get_expires_before (UsherQuery *self)
{
  g_return_val_if_fail (self != NULL, USHER_TIME_NONE);
  return self->expires_before;
}

/**
 * usher_query_get_expires_within:
 * @self: a query
 *
 * Returns: in how many microseconds, counted from the moment the query is answered, it expires at the
 *   latest; 0 for whenever. What has expired by that moment does not fit.
 */
GTimeSpan
usher_query_get_expires_within (UsherQuery *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->expires_within;
}

/**
 * usher_query_get_sort:
 * @self: a query
 *
 * Returns: what it is ordered by
 */
UsherSort
usher_query_get_sort (UsherQuery *self)
{
  g_return_val_if_fail (self != NULL, USHER_SORT_CREATED);
  return self->sort;
}

/**
 * usher_query_get_descending:
 * @self: a query
 *
 * Returns: %TRUE for newest, largest or last first
 */
gboolean
usher_query_get_descending (UsherQuery *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->descending;
}

/**
 * usher_query_is_filtered:
 * @self: a query
 *
 * Returns: %TRUE when more than status and company narrows it, so that an empty list is no surprise
 */
gboolean
usher_query_is_filtered (UsherQuery *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->kind != USHER_INVITATION_KIND_UNKNOWN || self->access != USHER_ACCESS_ANY ||
         self->progress != USHER_PROGRESS_ANY ||
         self->text != NULL || self->expires_before != USHER_TIME_NONE || self->expires_within > 0;
}

static UsherQuery *
copy_query (UsherQuery *self)
{
  UsherQuery *copy = usher_query_new ();

  copy->status = self->status;
  copy->kind = self->kind;
  copy->access = self->access;
  copy->progress = self->progress;
  copy->company_id = g_strdup (self->company_id);
  copy->text = g_strdup (self->text);
  copy->expires_before = self->expires_before;
  copy->expires_within = self->expires_within;
  copy->sort = self->sort;
  copy->descending = self->descending;
  return copy;
}

static void
take_text (char **field, const char *text)
{
  g_free (*field);
  *field = text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

/**
 * usher_query_with_status:
 * @self: a query
 * @status: a status, UNKNOWN for all
 *
 * Returns: (transfer full): a changed copy
 */
UsherQuery *
usher_query_with_status (UsherQuery *self, UsherInvitationStatus status)
{
  UsherQuery *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = copy_query (self);
  copy->status = status;
  return copy;
}

/**
 * usher_query_with_kind:
 * @self: a query
 * @kind: a kind, UNKNOWN for both
 *
 * Returns: (transfer full): a changed copy
 */
UsherQuery *
usher_query_with_kind (UsherQuery *self, UsherInvitationKind kind)
{
  UsherQuery *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = copy_query (self);
  copy->kind = kind;
  return copy;
}

/**
 * usher_query_with_access:
 * @self: a query
 * @access: whether with or without an allow-list
 *
 * Returns: (transfer full): a changed copy
 */
UsherQuery *
usher_query_with_access (UsherQuery *self, UsherAccess access)
{
  UsherQuery *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = copy_query (self);
  copy->access = access;
  return copy;
}

/**
 * usher_query_with_progress:
 * @self: a query
 * @progress: how far it got, ANY for however far
 *
 * Returns: (transfer full): a changed copy
 */
UsherQuery *
usher_query_with_progress (UsherQuery *self, UsherProgress progress)
{
  UsherQuery *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = copy_query (self);
  copy->progress = progress;
  return copy;
}

/**
 * usher_query_with_company_id:
 * @self: a query
 * @company_id: (nullable): a company, %NULL or empty for all
 *
 * Returns: (transfer full): a changed copy
 */
UsherQuery *
usher_query_with_company_id (UsherQuery *self, const char *company_id)
{
  UsherQuery *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = copy_query (self);
  take_text (&copy->company_id, company_id);
  return copy;
}

/**
 * usher_query_with_text:
 * @self: a query
 * @text: (nullable): what to search for, as typed; %NULL or empty for no search
 *
 * Returns: (transfer full): a changed copy
 */
UsherQuery *
usher_query_with_text (UsherQuery *self, const char *text)
{
  UsherQuery *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = copy_query (self);
  take_text (&copy->text, text);
  return copy;
}

/**
 * usher_query_with_expires_before:
 * @self: a query
 * @time: microseconds of UTC, or %USHER_TIME_NONE for whenever
 *
 * Returns: (transfer full): a changed copy
 */
UsherQuery *
usher_query_with_expires_before (UsherQuery *self, gint64 time)
{
  UsherQuery *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = copy_query (self);
  copy->expires_before = time;
  return copy;
}

/**
 * usher_query_with_expires_within:
 * @self: a query
 * @span: in microseconds, from the moment the query is answered; 0 or less for whenever
 *
 * Returns: (transfer full): a changed copy
 */
UsherQuery *
usher_query_with_expires_within (UsherQuery *self, GTimeSpan span)
{
  UsherQuery *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = copy_query (self);
  copy->expires_within = MAX (span, 0);
  return copy;
}

/**
 * usher_query_with_sort:
 * @self: a query
 * @sort: what to order by
 * @descending: newest, largest or last first
 *
 * Returns: (transfer full): a changed copy
 */
UsherQuery *
usher_query_with_sort (UsherQuery *self, UsherSort sort, gboolean descending)
{
  UsherQuery *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = copy_query (self);
  copy->sort = sort;
  copy->descending = descending;
  return copy;
}
