/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The service as a whole: its data, its key, and its one clock. Main thread. */

#include "sandbox/usher-sandbox.h"

#include <gmime/gmime.h>

#include "sandbox/usher-sandbox-secret.h"

/* The same data folder has the same secrets for good: a client's account, and links that were sent,
 * outlive a restart. */
static char *
ensure_secret (UsherSandboxDb *db, const char *name, const char *prefix, GError **error)
{
  g_autofree char *key = NULL;
  g_autoptr (GError) local = NULL;

  key = usher_sandbox_db_dup_meta (db, name, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (key == NULL)
    {
      g_autofree char *random = usher_sandbox_random_token ();

      key = g_strconcat (prefix, random, NULL);
      if (!usher_sandbox_db_set_meta (db, name, key, error))
        return NULL;
    }
  return g_steal_pointer (&key);
}

/**
 * usher_sandbox_open:
 * @dir: the data folder; made with mode 0700 if it is missing
 * @clock_offset: seconds by which the service's clock is ahead of the real one
 * @error: return location for an error of [error@SandboxDbError]
 *
 * Opens the data folder, and makes what a new one needs: the schema and an API key.
 *
 * Returns: (transfer full) (nullable): the service, which does not listen yet
 */
UsherSandbox *
usher_sandbox_open (const char *dir, gint64 clock_offset, GError **error)
{
  g_autoptr (UsherSandbox) self = g_new0 (UsherSandbox, 1);

  self->clock_offset = clock_offset * G_USEC_PER_SEC;
  self->next_due = USHER_SANDBOX_NEVER;
  self->dir = g_strdup (dir);
  /* Never shut down: GMime cannot be started twice. */
  g_mime_init ();
  self->db = usher_sandbox_db_open (dir, error);
  if (self->db == NULL)
    return NULL;
  self->api_key = ensure_secret (self->db, "api-key", "sandbox_", error);
  if (self->api_key == NULL)
    return NULL;
  self->link_secret = ensure_secret (self->db, "link-secret", "", error);
  if (self->link_secret == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * usher_sandbox_free:
 * @self: (transfer full): the service
 *
 * Closes the data folder and wipes its secrets.
 */
void
usher_sandbox_free (UsherSandbox *self)
{
  g_clear_pointer (&self->db, usher_sandbox_db_close);
  g_clear_pointer (&self->api_key, usher_sandbox_secret_free);
  g_clear_pointer (&self->link_secret, usher_sandbox_secret_free);
  g_clear_pointer (&self->posted, g_ptr_array_unref);
  g_clear_pointer (&self->tallies, g_hash_table_unref);
  g_free (self->embed_origins);
  g_free (self->dir);
  g_free (self);
}

/**
 * usher_sandbox_now:
 * @self: the service
 *
 * The only clock of the service: everything that compares or stores a time asks here, so that
 * `--clock-offset` moves all of it.
 *
 * Returns: microseconds since the epoch
 */
gint64
usher_sandbox_now (UsherSandbox *self)
{
  return g_get_real_time () + self->clock_offset;
}

/**
 * usher_sandbox_new_id:
 * @self: the service
 *
 * Makes an id for something new. Ids are not secrets, so those of demo data may repeat by seed.
 *
 * Returns: (transfer full): a version 4 UUID
 */
char *
usher_sandbox_new_id (UsherSandbox *self)
{
  union
  {
    guint8 bytes[16];
    guint32 words[4];
  } id;
  char *text = g_malloc (USHER_SANDBOX_UUID_LENGTH + 1);

  if (self->made_up != NULL)
    for (gsize i = 0; i < G_N_ELEMENTS (id.words); i++)
      id.words[i] = g_rand_int (self->made_up);
  else
    usher_sandbox_random_bytes (id.bytes, sizeof id.bytes);
  usher_sandbox_uuid_from_bytes (id.bytes, text);
  return text;
}
