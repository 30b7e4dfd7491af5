/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Input that is wrong, each piece with the error that it must give. What is hostile in particular (markup, scripts,
 * look-alikes, direction controls, a megabyte) is here too: refused, or harmless as it is shown. */

#include <string.h>

#include "api/usher-retry.h"
#include "common/usher-test.h"
#include "model/usher-company.h"
#include "model/usher-connection.h"
#include "model/usher-event.h"
#include "model/usher-field-errors.h"
#include "model/usher-invitation-draft.h"
#include "model/usher-invitation.h"
#include "model/usher-json.h"
#include "model/usher-model-error.h"
#include "model/usher-site.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

static guint n_inputs;

static void
test_addresses (void)
{
  static const char *const wrong[] = {
    "", " ", "@", "a", "a@", "@example.com", "a@@example.com", "a@b@example.com", "a b@example.com",
    "a@exam ple.com", "a@example.com ", " a@example.com", ".a@example.com", "a.@example.com", "a..b@example.com",
    "a@.example.com", "a@example.com.", "a@example..com", "a@-example.com", "a@example-.com", "a@example", "a@example.c_m",
    "a,b@example.com", "a;b@example.com", "a:b@example.com", "a<b@example.com", "a>b@example.com", "a(b@example.com",
    "a)b@example.com", "a[b@example.com", "a]b@example.com", "a\\b@example.com", "a\"b@example.com",
    "\"a b\"@example.com", "a\nb@example.com", "a\r\nBcc: c@example.com", "a\tb@example.com", "a\x01" "b@example.com",
    "a\x7f" "b@example.com", "a@example.com\n", "a@exa\nmple.com", "a@exa\rmple.com", "<a@example.com>",
    "mailto:a@example.com", "A <a@example.com>", "a@exa<b>mple.com", "a\xe2\x80\xae@example.com",
    "a@exam\xe2\x80\xaeple.com", "a\xe2\x80\xa6" "\xe2\x81\xa6@example.com", "a\xff@example.com", "\xff\xfe",
    "a@example.com, b@example.com", "a@example.com;b@example.com", "a@[127.0.0.1", "a@127.0.0.1:25", "a@exa/mple.com",
    "a@exa?mple.com", "a@exa#mple.com", "a@exa%40mple.com", "a@exa\\mple.com", "a@exa\"mple.com", "a@ex'ample.com/",
    "javascript:alert(1)", "file:///etc/passwd", "https://example.com", "a\xc2\xa0@example.com",
    "a@\xe2\x80\x8b" "example.com",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *shown = usher_text_dup_safe (wrong[i], 80);

      g_test_message ("%s", shown);
      g_assert_false (usher_email_is_valid (wrong[i]));
      n_inputs++;
    }
  {
    g_autofree char *local = g_strnfill (1024 * 1024, 'a');
    g_autofree char *address = g_strconcat (local, "@example.com", NULL);

    g_assert_false (usher_email_is_valid (address));
    n_inputs++;
  }
}

static void
test_times (void)
{
  static const char *const wrong[] = {
    "", " ", "now", "null", "0", "1795162500", "2026", "2026-11", "2026-11-20T", "2026-11-20T08", 
    "2026-11-20T08:15:", "2026-13-20T08:15:00Z", "2026-00-20T08:15:00Z", "2026-11-00T08:15:00Z", "2026-11-31T08:15:00Z",
    "2026-02-29T08:15:00Z", "2026-11-20T24:15:00Z", "2026-11-20T08:60:00Z", "2026-11-20T08:15:61Z",
    "2026-11-20T08:15:00X", "2026-11-20T08:15:00+99:00", "2026-11-20T08:15:00Z and more", "2026-11-20T08:15:00.Z",
    "-2026-11-20T08:15:00Z", "99999999-11-20T08:15:00Z", "Fri, 20 Nov 2026 08:15:30 GMT", "20.11.2026", "11/20/2026",
    "2026-1-2T3:4:5Z", "2026-11-20T-8:15:00Z", "2026-11-20T08:-5:00Z", "\xff\xfe", "2026-11-20T08:15:00\xe2\x80\xae",
    "<b>2026</b>", "2026-11-20T08:15:00ZZ", "T08:15:00Z", "2026-W47-5", "2026-324", "infinity", "NaN",
  };
  static const char *const wrong_dates[] = {
    "", " ", "today", "2026", "2026-11", "2026-11-", "2026-11-00", "2026-11-31", "2026-00-10", "2026-13-10", "2026-02-29",
    "1900-02-29", "2100-02-29", "26-11-20", "2026-1-2", "2026/11/20", "20.11.2026", "2026-11-20 ", " 2026-11-20",
    "2026-11-20T00:00:00Z", "2026-11-2x", "x026-11-20", "-026-11-20", "+026-11-20", "2026-11--1", "2026--1-20",
    "0000-01-01", "99999-01-01", "2026\xe2\x88\x92" "11\xe2\x88\x92" "20", "\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa6-11-20",
    "2026-11-20\n", "2026-11-32", "2026-04-31", "2026-06-31", "2026-09-31",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_test_message ("time %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (usher_time_parse (wrong[i]), ==, USHER_TIME_NONE);
      n_inputs++;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_dates); i++)
    {
      g_test_message ("date %" G_GSIZE_FORMAT, i);
      g_assert_false (usher_date_is_valid (wrong_dates[i]));
      n_inputs++;
    }
}

/* What is neither the address of a page to open nor of a server to send a key to. */
static const char *const wrong_urls[] = {
  "", " ", "example.com", "//example.com", "/v2.2", "https", "https:", "https:/", "https://", "https:///v2",
  "https:example.com", "https:/example.com", "https://?x", "https://#x", "https://:443/", "https://@example.com/",
  "https://user@example.com/", "https://user:pw@example.com/", "https://user:@example.com/",
  "https://external.nectarclimate.com@evil.example/", "https://external.nectarclimate.com:443@evil.example/",
  "https://evil.example\\@external.nectarclimate.com/", "https:\\\\example.com", "https://example.com\\v2",
  "https://exam ple.com/", "https://example.com/a b", "https://example.com/\n", "https://example.com/\r\nX-API-Key: x",
  "https://example.com\t/", "https://example.com/\x01", "https://example.com/\x7f", "https://example.com:99999/",
  "https://example.com:-1/", "https://example.com:port/", "https://[::1/", "https://::1/", "https://[zz::1]/",
  "https://exam%2fple.com/", "https://exam%00ple.com/", "https://example.com%40evil.example/", "https://exa<b>mple.com/",
  "https://exa\"mple.com/", "https://\xe2\x80\xae" "moc.elpmaxe/", "https://example.com/\xe2\x80\xae" "gnp.exe",
  "https://example.com/\xe2\x81\xa6x\xe2\x81\xa9", "https://example.com/\xe2\x80\x8f", "https://example.com/\xff",
  "https://example.com/\xc2\xa0", "https://example.com\xe3\x80\x80/", "javascript:alert(1)", "JavaScript:alert(1)",
  "javascript://example.com/%0aalert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,<b>x</b>",
  "vbscript:x", "file:///etc/passwd", "file://example.com/etc/passwd", "FILE:///etc/passwd", "ftp://example.com/",
  "ssh://example.com/", "smb://example.com/share", "mailto:a@example.com", "tel:+123", "about:blank", "blob:https://example.com/x",
  "view-source:https://example.com", "ws://example.com/", "wss://example.com/", "gopher://example.com/", "http+unix://x/",
  "httpss://example.com/", "hhttps://example.com/", "https ://example.com/", "x-scheme-handler:https://example.com",
  "\\\\example.com\\share", "C:\\Windows", "~/x", "../v2", "%68ttps://example.com/", "<https://example.com/>",
  /* Characters that become others when a host is made ASCII, among them those that end one. */
  "https://nectar.c\xe2\x84\x80.example/", "https://nectar\xef\xbc\x9f.example/", "https://nectar\xef\xbc\x8f.example/",
  "https://nectar\xef\xbc\xa0" "evil.example/", "https://nectar\xef\xbc\x83.example/", "https://nectar\xef\xb9\xa8.example/",
};

static void
test_urls (void)
{
  static const char *const wrong_servers[] = {
    "http://example.com/v2", "http://127.0.0.1.example.com/v2", "http://localhost.example.com/", "http://127.1.evil.example/",
    "http://10.0.0.1/v2", "http://192.168.1.1/v2", "http://0.0.0.0/v2", "http://[2001:db8::1]/v2", "http://169.254.169.254/",
    "https://example.com/v2?key=x", "https://example.com/v2#x", "https://example.com/?", "https://example.com/#",
    "HTTP://EXAMPLE.COM/", "http://localhos\xd1\x82/v2", "http://\xe2\x93\x9bocalhost.example/v2",
  };
  g_autofree char *many = g_strnfill (1024 * 1024, 'a');
  g_autofree char *longest = g_strconcat ("https://example.com/", many, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (wrong_urls); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("address %" G_GSIZE_FORMAT, i);
      g_assert_false (usher_web_url_is_valid (wrong_urls[i], FALSE));
      g_assert_false (usher_web_url_is_valid (wrong_urls[i], TRUE));
      /* White space around what is typed is forgiven, so that alone is no reason. */
      if (g_ascii_isspace (wrong_urls[i][0]) || g_str_has_suffix (wrong_urls[i], "\n"))
        continue;
      g_assert_null (usher_server_url_normalise (wrong_urls[i], &error));
      g_assert_error (error, USHER_MODEL_ERROR, USHER_MODEL_ERROR_INVALID_URL);
      n_inputs += 2;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_servers); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("server %" G_GSIZE_FORMAT, i);
      g_assert_null (usher_server_url_normalise (wrong_servers[i], &error));
      g_assert_error (error, USHER_MODEL_ERROR, USHER_MODEL_ERROR_INVALID_URL);
      n_inputs++;
    }
  g_assert_false (usher_web_url_is_valid (longest, FALSE));
  n_inputs++;
}

/* A host that only looks like the right one is shown as what it is: in letters that do not look like others. */
static void
test_look_alikes (void)
{
  static const struct
  {
    const char *typed;
    const char *kept;
  } cases[] = {
    { "https://ex\xd0\xb0mple.com/v2", "https://xn--exmple-4nf.com/v2" },  /* a Cyrillic a */
    { "https://b\xc3\xbc" "cher.example", "https://xn--bcher-kva.example" },
    { "https://B\xc3\x9c" "CHER.example", "https://xn--bcher-kva.example" },
    { "https://EXAMPLE.com/v2/", "https://example.com/v2" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *kept = usher_server_url_normalise (cases[i].typed, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (kept, ==, cases[i].kept);
      n_inputs++;
    }
}

/* An address that a server or a person gave, as it is shown. */
static void
test_shown_addresses (void)
{
  static const struct
  {
    const char *address;
    const char *shown;
  } cases[] = {
    { NULL, "" },
    { "", "" },
    { "no address", "no address" },
    { "https://example.com/p/i/x?a=b#c", "https://example.com/p/i/x?a=b#c" },
    { "https://[::1]:8080/x", "https://[::1]:8080/x" },
    { "https://b\xc3\xbc" "cher.example:8080/stra\xc3\x9f" "e", "https://xn--bcher-kva.example:8080/stra\xc3\x9f" "e" },
    { "https://ex\xd0\xb0mple.com/\xd0\xb0", "https://xn--exmple-4nf.com/\xd0\xb0" },
    { "https://user:pw@ex\xd0\xb0mple.com/", "https://user:pw@xn--exmple-4nf.com/" },
    { "https://ex\xd0\xb0mple.com@example.com", "https://ex\xd0\xb0mple.com@example.com" },
    { "https://example.com/@ex\xd0\xb0mple.com", "https://example.com/@ex\xd0\xb0mple.com" },
    { "https://nectar.c\xe2\x84\x80.example/", "https://nectar.c%E2%84%80.example/" },
    { "https://ex\xe2\x80\xae" "ample.com/\x1b[31m\n", "https://example.com/[31m " },
    { "javascript:alert(1)", "javascript:alert(1)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = usher_text_dup_address (cases[i].address);

      g_assert_cmpstr (shown, ==, cases[i].shown);
      n_inputs++;
    }
}

static UsherInvitation *
new_with_link (const char *link)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GError) error = NULL;
  UsherInvitation *invitation;

  json_object_set_string_member (object, "id", "00000000-0000-4000-8000-000000000001");
  json_object_set_string_member (object, "invitationUrl", link);
  json_node_set_object (node, object);
  invitation = usher_invitation_new_from_json (node, &error);
  g_assert_no_error (error);
  return invitation;
}

/* A link is shown, copied, printed and mailed: one that is no address of the web is none, wherever it is asked for. */
static void
test_links (void)
{
  static const struct
  {
    const char *link;
    const char *kept;
  } cases[] = {
    { "https://example.com/p/i/x", "https://example.com/p/i/x" },
    { "http://127.0.0.1:8080/p/i/x", "http://127.0.0.1:8080/p/i/x" },
    { "https://ex\xd0\xb0mple.com/p/i/x", "https://xn--exmple-4nf.com/p/i/x" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong_urls); i++)
    {
      g_autoptr (UsherInvitation) invitation = NULL;
      g_autoptr (JsonNode) json = NULL;

      if (!g_utf8_validate (wrong_urls[i], -1, NULL))
        continue;
      g_test_message ("link %" G_GSIZE_FORMAT, i);
      invitation = new_with_link (wrong_urls[i]);
      json = usher_invitation_to_json (invitation, USHER_JSON_FLAGS_WITH_LINKS);
      g_assert_null (usher_invitation_get_url (invitation));
      g_assert_false (json_object_has_member (json_node_get_object (json), "invitationUrl"));
      n_inputs++;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (UsherInvitation) invitation = new_with_link (cases[i].link);

      g_assert_cmpstr (usher_invitation_get_url (invitation), ==, cases[i].kept);
    }
}

typedef gpointer (*NewFunc) (JsonNode *node, GError **error);

static void
test_bodies (void)
{
  static const struct
  {
    const char *name;
    NewFunc func;
  } decoders[] = {
    { "invitation", (NewFunc) usher_invitation_new_from_json },
    { "connection", (NewFunc) usher_connection_new_from_json },
    { "company", (NewFunc) usher_company_new_from_json },
    { "site", (NewFunc) usher_site_new_from_json },
  };
  static const char *const wrong[] = {
    "null", "true", "false", "0", "-1.5e300", "\"\"", "\"id\"", "[]", "[{}]", "[{\"id\":\"x\"}]", "{}", "{\"id\":null}",
    "{\"id\":0}", "{\"id\":7}", "{\"id\":true}", "{\"id\":[]}", "{\"id\":[\"x\"]}", "{\"id\":{}}", "{\"id\":{\"id\":\"x\"}}",
    "{\"ID\":\"x\"}", "{\"Id\":\"x\"}", "{\" id\":\"x\"}", "{\"name\":\"x\"}", "{\"id\":\"\"}", "{\"id\":1.5}",
  };
  static const char *const no_json[] = {
    "", " ", "{", "}", "[", "]", "{]", "[}", "{\"id\"}", "{\"id\":}", "{\"id\":\"x\"", "{\"id\":\"x\"}}", "{\"id\":\"x\"},",
    "{'id':'x'}", "{id:\"x\"}", "{\"id\":\"\\ud800\"}x", "{\"id\":\"\\x\"}", "{\"id\":tru}", "nul", "NaN", "Infinity",
    "{\"id\":\"x\" \"y\"}", "<html></html>", "\xff\xfe{}", "{\"id\":\"\xff\"}", "{\"id\":\"\xc3\"}",
    "{\"id\":\"a\nb", "--", "{\"id\":\"x\"}{\"id\":\"y\"}", "// x\n", "{,}", "[,]", "[1,,2]", "{\"a\":1,,\"b\":2}",
  };

  for (gsize d = 0; d < G_N_ELEMENTS (decoders); d++)
    for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
      {
        g_autoptr (JsonNode) node = usher_json_parse (wrong[i], -1, NULL);
        g_autoptr (GError) error = NULL;

        g_test_message ("%s: %s", decoders[d].name, wrong[i]);
        g_assert_nonnull (node);
        g_assert_null (decoders[d].func (node, &error));
        g_assert_error (error, USHER_MODEL_ERROR, USHER_MODEL_ERROR_MALFORMED);
        n_inputs++;
      }
  for (gsize i = 0; i < G_N_ELEMENTS (no_json); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("text %" G_GSIZE_FORMAT, i);
      g_assert_null (usher_json_parse (no_json[i], -1, &error));
      g_assert_nonnull (error);
      n_inputs++;
    }
  for (guint depth = 200; depth <= 1000000; depth *= 10)
    {
      g_autofree char *arrays = g_strnfill (depth, '[');
      g_autoptr (GError) error = NULL;

      g_assert_null (usher_json_parse (arrays, -1, &error));
      g_assert_nonnull (error);
      n_inputs++;
    }
}

static UsherInvitationDraft *
new_good_draft (UsherInvitationKind kind)
{
  static const char *const emails[] = { "a@example.com", NULL };
  UsherInvitationDraft *draft = usher_invitation_draft_new (kind);

  usher_invitation_draft_set_company_id (draft, "00000000-0000-4000-8000-00000000c001");
  usher_invitation_draft_set_connection_id (draft, "00000000-0000-4000-8000-00000000d001");
  usher_invitation_draft_set_allowed_emails (draft, emails);
  return draft;
}

/* The draft has this error, and no other. */
static void
assert_only (UsherInvitationDraft *draft, const char *field)
{
  g_autoptr (UsherFieldErrors) wrong = usher_invitation_draft_check (draft);

  g_assert_nonnull (wrong);
  g_assert_nonnull (usher_field_errors_lookup (wrong, field));
  g_assert_cmpuint (usher_field_errors_get_length (wrong), ==, 1);
  n_inputs++;
}

static void
test_draft (void)
{
  static const char *const no_uuids[] = {
    "x", "0", "00000000", "00000000-0000-4000-8000-00000000c00", "00000000-0000-4000-8000-00000000c0011",
    "00000000000040008000000000000c001", "g0000000-0000-4000-8000-00000000c001", "{00000000-0000-4000-8000-00000000c001}",
    "00000000-0000-4000-8000-00000000c001/..", "../00000000-0000-4000-8000-00000000c001", "00000000_0000_4000_8000_00000000c001",
    "00000000-0000-4000-8000-00000000c00\xe2\x80\xae", "urn:uuid:00000000-0000-4000-8000-00000000c001",
  };
  static const char *const no_countries[]
      = { "U", "USA", "U1", "12", "U S", "\xc3\x9cS", "U\n", "us-ca", "\xff\xfe", "\xf0\x9f\x87\xba\xf0\x9f\x87\xb8", "..", "%55" };
  static const char *const no_types[] = { "GAS OIL", "<b>", "GAS,WATER", "GAS-", "G\xc3\x84S", "GAS\nX", "\"", "../", "GAS;" };
  static const gint64 no_spans[] = { -1, 1, 59, G_MININT64, -60 };
  static const gint64 no_uses[] = { 0, -2, -1000, G_MININT64 };

  for (gsize i = 0; i < G_N_ELEMENTS (no_uuids); i++)
    {
      g_autoptr (UsherInvitationDraft) company = new_good_draft (USHER_INVITATION_KIND_CONTRIBUTOR);
      g_autoptr (UsherInvitationDraft) connection = new_good_draft (USHER_INVITATION_KIND_RECONNECT);
      g_autoptr (UsherInvitationDraft) source = new_good_draft (USHER_INVITATION_KIND_CONTRIBUTOR);
      g_autoptr (UsherInvitationDraft) site = new_good_draft (USHER_INVITATION_KIND_CONTRIBUTOR);
      const char *const ids[] = { "00000000-0000-4000-8000-000000000001", no_uuids[i], NULL };

      usher_invitation_draft_set_company_id (company, no_uuids[i]);
      assert_only (company, USHER_FIELD_COMPANY);
      usher_invitation_draft_set_connection_id (connection, no_uuids[i]);
      assert_only (connection, USHER_FIELD_CONNECTION);
      usher_invitation_draft_set_datasource_id (source, no_uuids[i]);
      assert_only (source, USHER_FIELD_DATASOURCE);
      usher_invitation_draft_set_site_ids (site, ids);
      assert_only (site, USHER_FIELD_SITES);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (no_countries); i++)
    {
      g_autoptr (UsherInvitationDraft) draft = new_good_draft (USHER_INVITATION_KIND_CONTRIBUTOR);

      usher_invitation_draft_set_country (draft, no_countries[i]);
      assert_only (draft, USHER_FIELD_COUNTRY);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (no_types); i++)
    {
      g_autoptr (UsherInvitationDraft) draft = new_good_draft (USHER_INVITATION_KIND_CONTRIBUTOR);
      const char *const types[] = { "GAS", no_types[i], NULL };

      usher_invitation_draft_set_utility_types (draft, types);
      assert_only (draft, USHER_FIELD_UTILITY_TYPES);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (no_spans); i++)
    {
      g_autoptr (UsherInvitationDraft) draft = new_good_draft (USHER_INVITATION_KIND_RECONNECT);

      usher_invitation_draft_set_expires_in (draft, no_spans[i]);
      assert_only (draft, USHER_FIELD_EXPIRES_IN);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (no_uses); i++)
    {
      g_autoptr (UsherInvitationDraft) draft = new_good_draft (USHER_INVITATION_KIND_RECONNECT);

      usher_invitation_draft_set_max_uses (draft, no_uses[i]);
      assert_only (draft, USHER_FIELD_MAX_USES);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_urls); i++)
    {
      g_autoptr (UsherInvitationDraft) draft = new_good_draft (USHER_INVITATION_KIND_CONTRIBUTOR);

      if (*wrong_urls[i] == '\0' || g_ascii_isspace (wrong_urls[i][0]) || g_str_has_suffix (wrong_urls[i], "\n"))
        continue;
      usher_invitation_draft_set_url (draft, wrong_urls[i]);
      assert_only (draft, USHER_FIELD_URL);
    }
}

static void
test_headers (void)
{
  static const char *const wrong[] = { "", " ", "-1", "1.5", "+5", "0x10", "1e3", "soon", "5 s", "5;", "\xd9\xa5", "Fri",
                                       "20 Nov 2026", "Fri, 99 Nov 2026 08:15:30 GMT", "Fri, 20 Nov 2026", "<b>5</b>" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_test_message ("%s", wrong[i]);
      g_assert_cmpint (usher_retry_parse_after (wrong[i], G_GINT64_CONSTANT (1795162500) * G_USEC_PER_SEC), ==, -1);
      n_inputs++;
    }
}

/* Text of a server as it is shown: one line, no controls, nothing that turns the direction, of bounded length, and
 * nothing taken for markup. */
static void
test_shown (void)
{
  static const struct
  {
    const char *text;
    const char *shown;
  } cases[] = {
    { "<b>bold</b> & <a href='javascript:alert(1)'>x</a>", "<b>bold</b> & <a href='javascript:alert(1)'>x</a>" },
    { "&lt;script&gt;", "&lt;script&gt;" },
    { "a\nb\r\nc\td", "a b  c d" },
    { "a\x1b[31mb\x07" "c", "a[31mbc" },
    { "a\xe2\x80\xae" "b\xe2\x80\xac" "c", "abc" },
    { "a\xe2\x81\xa6" "b\xe2\x81\xa9" "c\xe2\x80\x8e" "d\xe2\x80\x8f" "e", "abcde" },
    { "%s%n%p", "%s%n%p" },
    { "", "" },
  };
  g_autofree char *megabyte = g_strnfill (1024 * 1024, 'x');
  g_autofree char *shown_megabyte = usher_text_dup_safe (megabyte, 100);
  g_autofree char *broken = usher_text_dup_safe ("a\xff\xfe" "b", 0);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = usher_text_dup_safe (cases[i].text, 0);

      g_assert_cmpstr (shown, ==, cases[i].shown);
      n_inputs++;
    }
  g_assert_cmpint (g_utf8_strlen (shown_megabyte, -1), <=, 101);
  g_assert_true (g_utf8_validate (broken, -1, NULL));
  n_inputs += 2;
}

#define HOSTILE "a\\u202eb\\u001b[31m\\u009bc\\u2066\\nd<b>"
#define HARMLESS "ab[31mc d<b>"

/* Names are shown in many places, so that none of these asks for one that is not safe to show. */
static void
test_names (void)
{
  g_autoptr (JsonNode) node = usher_json_parse (
      "{\"id\":\"c1\",\"name\":\"" HOSTILE "\",\"sites\":[{\"id\":\"s1\",\"name\":\"" HOSTILE
      "\",\"address\":\"" HOSTILE "\"},{\"id\":\"s\\u202e2\",\"name\":\"\\u202e\"}]}", -1, NULL);
  g_autoptr (JsonNode) nameless = usher_json_parse ("{\"id\":\"c\\u202e2\",\"name\":\"\\u202e \"}", -1, NULL);
  g_autoptr (JsonNode) other = usher_json_parse (
      "{\"id\":\"d1\",\"datasourceName\":\"" HOSTILE "\"}", -1, NULL);
  g_autoptr (JsonNode) look_alike = usher_json_parse (
      "{\"id\":\"d1\",\"url\":\"https://ex\xd0\xb0mple.com/\"}", -1, NULL);
  g_autoptr (UsherCompany) company = usher_company_new_from_json (node, NULL);
  g_autoptr (UsherCompany) unnamed = usher_company_new_from_json (nameless, NULL);
  g_autoptr (UsherConnection) connection = usher_connection_new_from_json (other, NULL);
  g_autoptr (UsherConnection) by_address = usher_connection_new_from_json (look_alike, NULL);
  g_autofree char *title = usher_connection_dup_title (connection);
  g_autofree char *address = usher_connection_dup_title (by_address);
  GPtrArray *sites = usher_company_get_sites (company);

  g_assert_cmpstr (usher_company_get_name (company), ==, HARMLESS);
  g_assert_cmpstr (usher_site_get_name (g_ptr_array_index (sites, 0)), ==, HARMLESS);
  g_assert_cmpstr (usher_site_get_address (g_ptr_array_index (sites, 0)), ==, HARMLESS);
  g_assert_cmpstr (usher_site_get_name (g_ptr_array_index (sites, 1)), ==, "s2");
  g_assert_cmpstr (usher_company_get_name (unnamed), ==, "c2");
  g_assert_cmpstr (title, ==, HARMLESS);
  g_assert_cmpstr (address, ==, "https://xn--exmple-4nf.com/");
  n_inputs += 7;
}

static void
test_enough (void)
{
  g_test_message ("figure: malformed inputs, each with its expected error: %u", n_inputs);
  g_assert_cmpuint (n_inputs, >=, 500);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/faults/malformed/addresses", test_addresses);
  g_test_add_func ("/faults/malformed/times", test_times);
  g_test_add_func ("/faults/malformed/urls", test_urls);
  g_test_add_func ("/faults/malformed/look-alikes", test_look_alikes);
  g_test_add_func ("/faults/malformed/shown-addresses", test_shown_addresses);
  g_test_add_func ("/faults/malformed/links", test_links);
  g_test_add_func ("/faults/malformed/bodies", test_bodies);
  g_test_add_func ("/faults/malformed/draft", test_draft);
  g_test_add_func ("/faults/malformed/headers", test_headers);
  g_test_add_func ("/faults/malformed/shown", test_shown);
  g_test_add_func ("/faults/malformed/names", test_names);
  g_test_add_func ("/faults/malformed/zzz-enough", test_enough);
  return g_test_run ();
}
