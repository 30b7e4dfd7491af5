/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The links that answers brought. Whoever holds one can open the form, so they stand in memory only and
 * are overwritten before it is given back (DESIGN, decision 2). Main thread. */

#include "session/usher-links.h"

#include <string.h>

#include "model/usher-text.h"

struct _UsherLinks
{
  GHashTable *urls; /* (owned) id → url */
};

static void
free_secret (gpointer data)
{
  char *secret = data;

  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

/**
 * usher_links_new:
 *
 * Returns: (transfer full): no links yet
 */
UsherLinks *
usher_links_new (void)
{
  UsherLinks *self = g_new0 (UsherLinks, 1);

  self->urls = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_secret);
  return self;
}

/**
 * usher_links_free:
 * @self: (transfer full): links
 */
void
usher_links_free (UsherLinks *self)
{
  g_clear_pointer (&self->urls, g_hash_table_unref);
  g_free (self);
}

/**
 * usher_links_remember:
 * @self: links
 * @invitation: an answer
 *
 * Keeps the link of an answer. One that is no web address is not kept: it would be copied and sent
 * to people (DESIGN, decision 3).
 */
void
usher_links_remember (UsherLinks *self, UsherInvitation *invitation)
{
  const char *url = usher_invitation_get_url (invitation);

  if (url != NULL && usher_web_url_is_valid (url, FALSE))
    g_hash_table_replace (self->urls, g_strdup (usher_invitation_get_id (invitation)),
                          g_strdup (url));
}

/**
 * usher_links_lookup:
 * @self: links
 * @id: an invitation
 *
 * Returns: (nullable) (transfer none): its link
 */
const char *
usher_links_lookup (UsherLinks *self, const char *id)
{
  return g_hash_table_lookup (self->urls, id);
}

/**
 * usher_links_clear:
 * @self: links
 *
 * Forgets all of them.
 */
void
usher_links_clear (UsherLinks *self)
{
  g_hash_table_remove_all (self->urls);
}
