/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/usher-text.h"

#include "model/usher-model-error.h"

static void
test_set_str (void)
{
  g_autofree char *field = NULL;

  g_assert_false (usher_set_str (&field, NULL));
  g_assert_true (usher_set_str (&field, "abc"));
  g_assert_false (usher_set_str (&field, "abc"));
  g_assert_true (usher_set_str (&field, field + 1));
  g_assert_cmpstr (field, ==, "bc");
  g_assert_true (usher_set_str (&field, NULL));
  g_assert_null (field);
}

static void
test_fold (void)
{
  static const char *const cases[][2] = {
    { "Example", "example" }, { "ÉCOLE", "ecole" },         { "Straße", "strasse" },
    { "e\xCC\x81t\xC3\xA9", "ete" }, { "Ⅷ", "viii" },       { "", "" },
    { "İstanbul", "istanbul" }, { "bad\xFF" "byte", "bad\xEF\xBF\xBD" "byte" },
  };
  g_autofree char *none = usher_text_fold (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = usher_text_fold (cases[i][0]);

      g_assert_cmpstr (folded, ==, cases[i][1]);
    }
  g_assert_cmpstr (none, ==, "");
}

static void
test_safe (void)
{
  static const struct
  {
    const char *text;
    guint max;
    const char *safe;
  } cases[] = {
    { NULL, 0, "" },
    { "plain <b>&amp;", 0, "plain <b>&amp;" },
    { "two\nlines\r\there", 0, "two lines  here" },
    { "bell\a escape\x1b[31m", 0, "bell escape[31m" },
    { "abc\u202Etxt.exe\u2066", 0, "abctxt.exe" },
    { "line\u2028break", 0, "line break" },
    { "bad\xFF\xC3", 0, "bad\uFFFD\uFFFD" },
    { "abcdef", 6, "abcdef" },
    { "abcdef", 5, "abcd…" },
    { "äöüß", 3, "äö…" },
    { "abc\a\a", 3, "abc" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *safe = usher_text_dup_safe (cases[i].text, cases[i].max);

      g_assert_cmpstr (safe, ==, cases[i].safe);
    }
}

static void
test_email (void)
{
  static const char *const valid[] = {
    "a@example.com",       "first.last+tag@sub.example.org", "o'brien@example.com",
    "A_B-c@EXAMPLE.com",   "käthe@example.com",              "用户@例子.公司",
    "x@xn--bcher-kva.example", "info@bücher.example",        "1@2.example3",
  };
  static const char *const invalid[] = {
    "",                "a",              "@example.com",   "a@",           "a@example",
    "a@@example.com",  "a@b@example.com", "a b@example.com", "a@exam ple.com", "a,b@example.com",
    "a@example..com",  "a@.example.com", "a@example.com.", "a@-example.com", "a@example-.com",
    ".a@example.com",  "a.@example.com", "a..b@example.com", "a@192.0.2.1", "a@[192.0.2.1]",
    "<a@example.com>", "a;b@example.com", " a@example.com", "a@example.com\n", "a\u202E@example.com",
    "a\xFF@example.com", "a@exam_ple.com", "\"a\"@example.com",
  };
  g_autofree char *local = g_strnfill (65, 'a');
  g_autofree char *label = g_strnfill (64, 'a');
  g_autofree char *labels = g_strnfill (50, 'b');
  g_autofree char *long_local = g_strdup_printf ("%s@example.com", local);
  g_autofree char *long_label = g_strdup_printf ("a@%s.com", label);
  g_autofree char *too_long = g_strdup_printf ("a@%s.%s.%s.%s.%s.com", labels, labels, labels,
                                               labels, labels);

  for (gsize i = 0; i < G_N_ELEMENTS (valid); i++)
    {
      g_test_message ("%s", valid[i]);
      g_assert_true (usher_email_is_valid (valid[i]));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (invalid); i++)
    {
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_false (usher_email_is_valid (invalid[i]));
    }
  g_assert_false (usher_email_is_valid (NULL));
  g_assert_false (usher_email_is_valid (long_local));
  g_assert_false (usher_email_is_valid (long_label));
  g_assert_false (usher_email_is_valid (too_long));
}

static void
test_email_list (void)
{
  static const struct
  {
    const char *text;
    const char *list; /* joined with | */
  } cases[] = {
    { NULL, "" },
    { " ,; \n", "" },
    { "a@example.com", "a@example.com" },
    { "Ann <a@example.com>, b@example.org; c@example.com", "a@example.com|b@example.org|c@example.com" },
    { "a@example.com b@example.com\nc@example.com\r\n", "a@example.com|b@example.com|c@example.com" },
    { "\"Smith, Ann\" <a@example.com>; b@example.com", "a@example.com|b@example.com" },
    { "a@example.com, A@Example.COM", "a@example.com" },
    { "Ann <a@example.com> Bob <b@example.com>", "a@example.com|b@example.com" },
    { "a@example.com <a@example.com>", "a@example.com" },
    { "not an address, b@example.com", "not an address|b@example.com" },
    { "Ann a@example.com", "Ann a@example.com" },
    { "<a@example.com", "<a@example.com" },
    { "\"open, a@example.com\nb@example.com", "\"open|a@example.com|b@example.com" },
    { "<>, a@example.com", "a@example.com" },
    { "ä@example.com,Ä@example.com", "ä@example.com" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) list = usher_email_split_list (cases[i].text);
      g_autofree char *joined = g_strjoinv ("|", list);

      g_assert_cmpstr (joined, ==, cases[i].list);
    }
}

static void
test_ids (void)
{
  g_assert_true (usher_uuid_is_valid ("3c90c3cc-0d44-4b50-8888-8dd25736052a"));
  g_assert_true (usher_uuid_is_valid ("3C90C3CC-0D44-4B50-8888-8DD25736052A"));
  g_assert_false (usher_uuid_is_valid ("3c90c3cc-0d44-4b50-8888-8dd25736052"));
  g_assert_false (usher_uuid_is_valid ("3c90c3cc-0d44-4b50-8888-8dd25736052a/revoke"));
  g_assert_false (usher_uuid_is_valid ("3c90c3cc00d44-4b50-8888-8dd25736052a"));
  g_assert_false (usher_uuid_is_valid (""));
  g_assert_false (usher_uuid_is_valid (NULL));

  g_assert_true (usher_country_is_valid ("US"));
  g_assert_true (usher_country_is_valid ("af"));
  g_assert_false (usher_country_is_valid ("U"));
  g_assert_false (usher_country_is_valid ("USA"));
  g_assert_false (usher_country_is_valid ("U1"));
  g_assert_false (usher_country_is_valid ("é"));
  g_assert_false (usher_country_is_valid (NULL));
}

static void
test_web_url (void)
{
  static const char *const valid[]
      = { "https://example.com", "https://example.com/a?b=c#d", "https://bücher.example/x",
          "HTTPS://EXAMPLE.COM:8443/" };
  static const char *const invalid[]
      = { "", "example.com", "ftp://example.com", "javascript:alert(1)", "https://", "https:///x",
          "https://user@example.com", "https://user:word@example.com", "https://exa mple.com",
          "https://example.com\\@example.org", "https://example.com/\n", "file:///etc/passwd",
          "https://example.com:99999/" };

  for (gsize i = 0; i < G_N_ELEMENTS (valid); i++)
    g_assert_true (usher_web_url_is_valid (valid[i], TRUE));
  for (gsize i = 0; i < G_N_ELEMENTS (invalid); i++)
    {
      g_test_message ("%s", invalid[i]);
      g_assert_false (usher_web_url_is_valid (invalid[i], FALSE));
    }
  g_assert_false (usher_web_url_is_valid (NULL, FALSE));
  g_assert_true (usher_web_url_is_valid ("http://example.com/", FALSE));
  g_assert_false (usher_web_url_is_valid ("http://example.com/", TRUE));
}

static void
test_server_url (void)
{
  static const char *const valid[][2] = {
    { "https://external.example.com/v2.2", "https://external.example.com/v2.2" },
    { " https://External.Example.com/v2.2/ ", "https://external.example.com/v2.2" },
    { "HTTPS://example.com:443//", "https://example.com" },
    { "https://example.com:8443/v2", "https://example.com:8443/v2" },
    { "http://localhost:8080/v2.1", "http://localhost:8080/v2.1" },
    { "http://127.0.0.1:8080/v2.2", "http://127.0.0.1:8080/v2.2" },
    { "http://127.8.9.1", "http://127.8.9.1" },
    { "http://[::1]:8080/v2", "http://[::1]:8080/v2" },
  };
  static const char *const invalid[]
      = { "", "external.example.com/v2.2", "http://example.com/v2.2", "http://192.0.2.1/",
          "http://localhost.example.com/", "http://127.0.0.1.example.com/", "http://[::2]/",
          "https://key@example.com/v2", "https://example.com/v2?x=1", "https://example.com/v2#x",
          "ftp://localhost/", "https://", "http://127.1/" };

  for (gsize i = 0; i < G_N_ELEMENTS (valid); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *url = usher_server_url_normalise (valid[i][0], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (url, ==, valid[i][1]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (invalid); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", invalid[i]);
      g_assert_null (usher_server_url_normalise (invalid[i], &error));
      g_assert_error (error, USHER_MODEL_ERROR, USHER_MODEL_ERROR_INVALID_URL);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/text/set-str", test_set_str);
  g_test_add_func ("/model/text/fold", test_fold);
  g_test_add_func ("/model/text/safe", test_safe);
  g_test_add_func ("/model/text/email", test_email);
  g_test_add_func ("/model/text/email-list", test_email_list);
  g_test_add_func ("/model/text/ids", test_ids);
  g_test_add_func ("/model/text/web-url", test_web_url);
  g_test_add_func ("/model/text/server-url", test_server_url);
  return g_test_run ();
}
