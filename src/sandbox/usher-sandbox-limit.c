/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How often an address may try what is for guessing: links, and whether an e-mail address is on a
 * list. In memory only, of bounded size. Main thread. */

#include "sandbox/usher-sandbox-limit.h"

#define WINDOW (G_GINT64_CONSTANT (600) * G_USEC_PER_SEC)
/* Of these pairs of kind and address at most; then the old ones go. */
#define MAX_TALLIES 4096

typedef struct
{
  gint64 since;
  guint n;
} Tally;

static gboolean
is_over (gpointer key, gpointer value, gpointer user_data)
{
  const Tally *tally = value;
  const gint64 *now = user_data;

  return *now - tally->since >= WINDOW || *now < tally->since;
}

static Tally *
find_tally (UsherSandbox *sandbox, const char *kind, const char *address, gboolean make)
{
  g_autofree char *key = g_strdup_printf ("%s %s", kind, address != NULL ? address : "");
  gint64 now = usher_sandbox_now (sandbox);
  Tally *tally;

  if (sandbox->tallies == NULL)
    sandbox->tallies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  tally = g_hash_table_lookup (sandbox->tallies, key);
  if (tally != NULL && is_over (NULL, tally, &now))
    {
      tally->since = now;
      tally->n = 0;
    }
  if (tally != NULL || !make)
    return tally;
  if (g_hash_table_size (sandbox->tallies) >= MAX_TALLIES
      && g_hash_table_foreach_remove (sandbox->tallies, is_over, &now) == 0)
    g_hash_table_remove_all (sandbox->tallies);
  tally = g_new0 (Tally, 1);
  tally->since = now;
  g_hash_table_insert (sandbox->tallies, g_steal_pointer (&key), tally);
  return tally;
}

/**
 * usher_sandbox_limit_count:
 * @sandbox: the service
 * @kind: what is tried
 * @address: (nullable): who tries it
 * @allowed: how often in ten minutes
 *
 * Counts a try.
 *
 * Returns: whether it is within what is allowed
 */
gboolean
usher_sandbox_limit_count (UsherSandbox *sandbox, const char *kind, const char *address,
                           guint allowed)
{
  Tally *tally = find_tally (sandbox, kind, address, TRUE);

  if (tally->n < G_MAXUINT)
    tally->n++;
  return tally->n <= allowed;
}

/**
 * usher_sandbox_limit_check:
 * @sandbox: the service
 * @kind: what is tried
 * @address: (nullable): who tries it
 * @allowed: how often in ten minutes
 *
 * Returns: whether one more would be within what is allowed
 */
gboolean
usher_sandbox_limit_check (UsherSandbox *sandbox, const char *kind, const char *address,
                           guint allowed)
{
  Tally *tally = find_tally (sandbox, kind, address, FALSE);

  return tally == NULL || tally->n < allowed;
}
