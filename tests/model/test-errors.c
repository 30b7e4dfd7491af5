/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/usher-api-error.h"
#include "model/usher-field-errors.h"
#include "model/usher-model-error.h"

static void
test_fields (void)
{
  g_autoptr (UsherFieldErrors) fields = usher_field_errors_new ();
  g_autofree char *text = NULL;

  usher_field_errors_add (fields, USHER_FIELD_COUNTRY, "Two letters, please.");
  usher_field_errors_add (fields, USHER_FIELD_ALLOWED_EMAILS, "Not an address.");
  usher_field_errors_add (fields, USHER_FIELD_ALLOWED_EMAILS, "Too many.");
  usher_field_errors_add (fields, USHER_FIELD_ALLOWED_EMAILS, "Not an address.");
  usher_field_errors_add (fields, NULL, "And more.");
  usher_field_errors_add (fields, "colour", "No.");
  usher_field_errors_add (fields, "nothing", NULL);
  usher_field_errors_add (fields, "nothing", "");

  g_assert_cmpuint (usher_field_errors_get_length (fields), ==, 4);
  g_assert_cmpstr (usher_field_errors_get_field (fields, 0), ==, "prefill.country");
  g_assert_cmpstr (usher_field_errors_get_message (fields, 1), ==, "Not an address.\nToo many.");
  g_assert_cmpstr (usher_field_errors_lookup (fields, USHER_FIELD_GENERAL), ==, "And more.");
  g_assert_null (usher_field_errors_lookup (fields, "nothing"));
  text = usher_field_errors_to_text (fields);
  g_assert_cmpstr (text, ==,
                   "Country: Two letters, please.\nRecipients: Not an address.\n"
                   "Recipients: Too many.\nAnd more.\ncolour: No.");
}

static void
test_extended (void)
{
  g_autoptr (UsherFieldErrors) fields = usher_field_errors_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) copy = NULL;
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");
  g_autoptr (GError) plain = g_error_new_literal (USHER_API_ERROR, USHER_API_ERROR_SERVER, "x");

  usher_field_errors_add (fields, USHER_FIELD_MAX_USES, "At least 1.");
  error = usher_api_error_new (USHER_API_ERROR_INVALID_REQUEST, "Refused.", fields, 7);
  g_clear_pointer (&fields, usher_field_errors_unref);
  copy = g_error_copy (error);
  g_clear_error (&error);

  g_assert_error (copy, USHER_API_ERROR, USHER_API_ERROR_INVALID_REQUEST);
  g_assert_cmpstr (copy->message, ==, "Refused.");
  g_assert_cmpint (usher_api_error_get_retry_after (copy), ==, 7);
  g_assert_cmpstr (usher_field_errors_lookup (usher_api_error_get_field_errors (copy),
                                              USHER_FIELD_MAX_USES),
                   ==, "At least 1.");

  g_assert_null (usher_api_error_get_field_errors (foreign));
  g_assert_cmpint (usher_api_error_get_retry_after (foreign), ==, -1);
  g_assert_null (usher_api_error_get_field_errors (NULL));
  g_assert_cmpint (usher_api_error_get_retry_after (plain), ==, -1);
  g_assert_true (usher_api_error_is_unclear (plain));
}

static void
test_unclear (void)
{
  for (int code = 0; code <= USHER_API_ERROR_UNSUPPORTED; code++)
    {
      g_autoptr (GError) error = usher_api_error_new ((UsherApiError) code, "x", NULL, -1);
      g_autoptr (GError) unsent = usher_api_error_new_unsent ((UsherApiError) code, "x");
      g_autoptr (GError) copy = g_error_copy (unsent);

      g_assert_cmpint (usher_api_error_is_unclear (error), ==,
                       code == USHER_API_ERROR_NETWORK || code == USHER_API_ERROR_PROTOCOL
                           || code == USHER_API_ERROR_SERVER);
      g_assert_false (usher_api_error_is_unclear (unsent));
      g_assert_false (usher_api_error_is_unclear (copy));
    }
  {
    g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");
    g_autoptr (GError) other
        = g_error_new_literal (USHER_MODEL_ERROR, USHER_MODEL_ERROR_INVALID_DRAFT, "x");

    g_assert_true (usher_api_error_is_unclear (cancelled));
    g_assert_false (usher_api_error_is_unclear (other));
    g_assert_false (usher_api_error_is_unclear (NULL));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/errors/fields", test_fields);
  g_test_add_func ("/model/errors/extended", test_extended);
  g_test_add_func ("/model/errors/unclear", test_unclear);
  return g_test_run ();
}
