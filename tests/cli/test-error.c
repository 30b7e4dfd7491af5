/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/usher-cli-error.h"

#include <string.h>

#include "api/usher-answer.h"
#include "common/usher-test.h"
#include "model/usher-api-error.h"
#include "model/usher-field-errors.h"
#include "model/usher-model-error.h"
#include "session/usher-accounts.h"

static void
assert_exit (GQuark domain, int code, UsherCliExit expected)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "why");

  g_assert_cmpint (usher_cli_error_get_exit (error), ==, expected);
}

static void
test_exit_codes (void)
{
  g_assert_cmpint (usher_cli_error_get_exit (NULL), ==, 0);
  assert_exit (USHER_CLI_ERROR, USHER_CLI_ERROR_REFUSED, 1);
  assert_exit (USHER_CLI_ERROR, USHER_CLI_ERROR_OUTPUT, 1);
  assert_exit (USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE, 2);
  assert_exit (USHER_CLI_ERROR, USHER_CLI_ERROR_KEY, 4);
  assert_exit (USHER_API_ERROR, USHER_API_ERROR_FORBIDDEN, 1);
  assert_exit (USHER_API_ERROR, USHER_API_ERROR_NOT_FOUND, 1);
  assert_exit (USHER_API_ERROR, USHER_API_ERROR_CONFLICT, 1);
  assert_exit (USHER_API_ERROR, USHER_API_ERROR_INVALID_REQUEST, 1);
  assert_exit (USHER_API_ERROR, USHER_API_ERROR_RATE_LIMITED, 1);
  assert_exit (USHER_API_ERROR, USHER_API_ERROR_SERVER, 1);
  assert_exit (USHER_API_ERROR, USHER_API_ERROR_PROTOCOL, 1);
  assert_exit (USHER_API_ERROR, USHER_API_ERROR_UNSUPPORTED, 1);
  assert_exit (USHER_API_ERROR, USHER_API_ERROR_NETWORK, 3);
  assert_exit (USHER_API_ERROR, USHER_API_ERROR_TLS, 3);
  assert_exit (USHER_API_ERROR, USHER_API_ERROR_AUTH, 4);
  assert_exit (USHER_MODEL_ERROR, USHER_MODEL_ERROR_INVALID_URL, 2);
  assert_exit (USHER_MODEL_ERROR, USHER_MODEL_ERROR_INVALID_DRAFT, 2);
  assert_exit (USHER_MODEL_ERROR, USHER_MODEL_ERROR_MALFORMED, 1);
  assert_exit (USHER_SESSION_ERROR, USHER_SESSION_ERROR_KEY_MISSING, 4);
  assert_exit (USHER_SESSION_ERROR, USHER_SESSION_ERROR_BAD_KEY, 4);
  assert_exit (USHER_SESSION_ERROR, USHER_SESSION_ERROR_STORE, 1);
  assert_exit (USHER_SESSION_ERROR, USHER_SESSION_ERROR_NO_SUCH_ACCOUNT, 1);
  assert_exit (G_IO_ERROR, G_IO_ERROR_CANCELLED, 130);
  assert_exit (G_IO_ERROR, G_IO_ERROR_FAILED, 1);
}

/* A server's words are one line, and no terminal obeys them. */
static void
test_one_safe_line (void)
{
  g_autoptr (GError) error = g_error_new_literal (USHER_API_ERROR, USHER_API_ERROR_SERVER,
                                                  "first\nsecond\x1b[2J\xe2\x80\xae<b>\x07%s");
  g_autofree char *line = usher_cli_error_dup_line (error);
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autoptr (GError) long_error =
    g_error_new_literal (USHER_API_ERROR, USHER_API_ERROR_SERVER, long_text);
  g_autofree char *long_line = usher_cli_error_dup_line (long_error);

  g_assert_cmpstr (line, ==, "first second[2J<b>%s");
  g_assert_cmpuint (strlen (long_line), <, 2000);
}

static void
test_field_errors (void)
{
  g_autoptr (UsherFieldErrors) fields = usher_field_errors_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  usher_field_errors_add (fields, USHER_FIELD_COUNTRY, "Not a country.\nReally.");
  error =
    usher_api_error_new (USHER_API_ERROR_INVALID_REQUEST, "The server refused it.", fields, -1);
  line = usher_cli_error_dup_line (error);
  g_assert_true (g_str_has_prefix (line, "The server refused it. "));
  g_assert_nonnull (strstr (line, "Not a country."));
  g_assert_nonnull (strstr (line, "Really."));
  g_assert_null (strchr (line, '\n'));
}

/* The message of a refusal has all of them already, in one line. */
static void
test_field_errors_once (void)
{
  static const char refusal[] = "{\"country\": [\"Not a country.\"], \"maxUses\": [\"Too many.\"]}";
  UsherAnswer answer = { .status = 400, .host = (char *) "example.com", .body = g_bytes_new (refusal, strlen (refusal)) };
  g_autoptr (GError) error = usher_answer_to_error (&answer);
  g_autofree char *line = usher_cli_error_dup_line (error);
  const char *first = strstr (line, "Not a country.");

  g_assert_nonnull (first);
  g_assert_nonnull (strstr (line, "Too many."));
  g_assert_null (strstr (first + 1, "Not a country."));
  g_bytes_unref (answer.body);
}

static void
test_silent (void)
{
  g_autoptr (GError) error =
    g_error_new_literal (USHER_CLI_ERROR, USHER_CLI_ERROR_READER_GONE, "pipe");

  g_assert_null (usher_cli_error_dup_line (error));
  g_assert_cmpint (usher_cli_error_get_exit (error), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/error/exit-codes", test_exit_codes);
  g_test_add_func ("/cli/error/one-safe-line", test_one_safe_line);
  g_test_add_func ("/cli/error/field-errors", test_field_errors);
  g_test_add_func ("/cli/error/field-errors-once", test_field_errors_once);
  g_test_add_func ("/cli/error/silent", test_silent);
  return g_test_run ();
}
