/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sandbox's answers to any request, past libsoup's parser: method, path, query, headers and body. A line each,
 * then the body. The data folder is begun anew now and then, so that a finding depends on little before it. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "common/usher-test.h"
#include "sandbox/usher-sandbox-bulk.h"
#include "sandbox/usher-sandbox-demo.h"
#include "sandbox/usher-sandbox-routes.h"

#define RUNS_A_FOLDER 20000

static char *dir;
static UsherSandbox *sandbox;
static guint n_runs;

static void
clean_up (void)
{
  g_clear_pointer (&sandbox, usher_sandbox_free);
  if (dir != NULL)
    usher_test_remove_tree (dir);
  g_clear_pointer (&dir, g_free);
}

static void
begin (void)
{
  g_autoptr (GError) error = NULL;

  clean_up ();
  dir = usher_test_make_dir ();
  sandbox = usher_sandbox_open (dir, 0, &error);
  g_assert_no_error (error);
  sandbox->port = 4000;
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  begin ();
  atexit (clean_up);
  return 0;
}

static gboolean
is_sendable (const char *text)
{
  for (; *text != '\0'; text++)
    if (*text == '\r' || *text == '\n' || (guchar) *text < 0x20)
      return FALSE;
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 4);
  g_autoptr (GBytes) body = NULL;
  UsherSandboxRequest request = { .version = "", .user_agent = "fuzz", .ip_address = "127.0.0.1" };
  UsherSandboxAnswer answer = { 0 };

  if (++n_runs % RUNS_A_FOLDER == 0)
    begin ();
  if (g_strv_length (lines) < 4 || !is_sendable (lines[1]) || !g_utf8_validate (lines[1], -1, NULL))
    return 0;
  body = g_bytes_new (lines[3], strlen (lines[3]));
  request.method = lines[0][0] == 'P' ? "POST" : lines[0][0] == 'D' ? "DELETE" : "GET";
  request.query = *lines[2] != '\0' ? lines[2] : NULL;
  request.headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  request.body = body;
  soup_message_headers_append (request.headers, "X-API-Key", sandbox->api_key);
  if (request.method[0] == 'P' && lines[0][1] != 'j')
    soup_message_headers_append (request.headers, "Content-Type", "application/x-www-form-urlencoded");
  else
    soup_message_headers_append (request.headers, "Content-Type", "application/json");

  usher_sandbox_routes_dispatch (sandbox, lines[1], &request, &answer);

  fuzz_must (answer.status >= 200 && answer.status < 500);
  fuzz_must (answer.body == NULL || g_utf8_validate (answer.body, -1, NULL));
  fuzz_must (answer.location == NULL || is_sendable (answer.location));
  fuzz_must (answer.cookie == NULL || is_sendable (answer.cookie));
  fuzz_must (answer.body == NULL || strstr (answer.body, sandbox->api_key) == NULL
             || strstr (text, sandbox->api_key) != NULL);
  fuzz_must (answer.body == NULL || strstr (answer.body, sandbox->link_secret) == NULL);
  g_free (answer.body);
  g_free (answer.location);
  g_free (answer.cookie);
  g_free (answer.policy);
  soup_message_headers_unref (request.headers);
  return 0;
}
