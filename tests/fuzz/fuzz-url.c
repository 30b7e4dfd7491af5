/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Addresses of servers and pages. */

#include "fuzz.h"

#include <string.h>

#include "model/usher-text.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autofree char *server = usher_server_url_normalise (text, &error);
  gboolean web = usher_web_url_is_valid (text, FALSE);
  gboolean https = usher_web_url_is_valid (text, TRUE);

  fuzz_must (!https || web);
  if (web)
    {
      g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY | G_URI_FLAGS_ENCODED_FRAGMENT, NULL);

      fuzz_must (uri != NULL);
      fuzz_must (g_str_equal (g_uri_get_scheme (uri), "https") || g_str_equal (g_uri_get_scheme (uri), "http"));
      fuzz_must (!https || g_str_equal (g_uri_get_scheme (uri), "https"));
      fuzz_must (g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0');
      fuzz_must (g_uri_get_userinfo (uri) == NULL);
    }
  if (g_getenv ("FUZZ_SHOW") != NULL)
    g_printerr ("%s -> %s\n", text, server);
  fuzz_must ((server == NULL) == (error != NULL));
  if (server != NULL)
    {
      g_autoptr (GUri) uri = NULL;
      g_autofree char *again = usher_server_url_normalise (server, NULL);

      fuzz_must (again != NULL && g_str_equal (again, server));
      fuzz_must (g_str_has_prefix (server, "https://") || g_str_has_prefix (server, "http://"));
      fuzz_must (strpbrk (server, " \r\n?#") == NULL);
      uri = g_uri_parse (server, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY | G_URI_FLAGS_ENCODED_FRAGMENT, NULL);
      fuzz_must (uri != NULL && g_uri_get_userinfo (uri) == NULL);
    }
  return 0;
}
