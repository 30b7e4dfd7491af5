/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Texts, addresses and identifiers from outside: made safe to show, compared and checked. Any
 * thread. */

#include "usher-config.h"

#include "model/usher-text.h"

#include "model/usher-model-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_EMAIL_LENGTH 254 /* RFC 5321, 4.5.3.1.3, less the angle brackets */
#define MAX_LOCAL_LENGTH 64  /* RFC 5321, 4.5.3.1.1 */
#define MAX_LABEL_LENGTH 63  /* RFC 1035, 2.3.4 */
#define MAX_URL_LENGTH 2048

/**
 * usher_set_str:
 * @field: (inout): a string that is owned, or %NULL
 * @value: (nullable): the new one
 *
 * Returns: %TRUE when it changed
 */
gboolean
usher_set_str (char **field, const char *value)
{
  char *copy;

  g_return_val_if_fail (field != NULL, FALSE);

  if (*field == value || (*field != NULL && value != NULL && strcmp (*field, value) == 0))
    return FALSE;
  copy = g_strdup (value); /* before the old one goes: value may lie within it */
  g_free (*field);
  *field = copy;
  return TRUE;
}

/**
 * usher_text_fold:
 * @text: (nullable): any text
 *
 * Returns: (transfer full): the text as search compares it: decomposed, case-folded, without
 *   accents
 */
char *
usher_text_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autofree char *normal = NULL;
  g_autofree char *folded = NULL;
  g_autofree char *again = NULL;
  GString *result;

  if (g_str_is_ascii (valid))
    return g_ascii_strdown (valid, -1);

  normal = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
  folded = g_utf8_casefold (normal, -1);
  again = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL); /* folding may compose anew */
  result = g_string_sized_new (strlen (again));
  for (const char *p = again; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_ismark (c))
        g_string_append_unichar (result, c);
    }
  return g_string_free (result, FALSE);
}

/* Controls that turn the direction of what follows: "Trojan Source", and names that read
 * backwards. */
static gboolean
is_bidi_control (gunichar c)
{
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E)
         || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_line_break (gunichar c)
{
  return c == '\n' || c == '\r' || c == '\t' || c == '\v' || c == '\f' || c == 0x85 || c == 0x2028
         || c == 0x2029;
}

/**
 * usher_text_dup_safe:
 * @text: (nullable): a text from outside
 * @max_chars: how long it may be, in characters; 0 for no bound
 *
 * Returns: (transfer full): one line of valid UTF-8 without control characters or bidirectional
 *   controls, cut with an ellipsis; "" for %NULL
 */
char *
usher_text_dup_safe (const char *text, guint max_chars)
{
  GString *safe = g_string_new (NULL);
  const char *p = text != NULL ? text : "";
  gsize last = 0; /* where the last character begins */
  guint n = 0;

  while (*p != '\0')
    {
      gunichar c = g_utf8_get_char_validated (p, -1);

      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          c = 0xFFFD;
          p++;
        }
      else
        p = g_utf8_next_char (p);

      if (is_line_break (c))
        c = ' ';
      else if (g_unichar_iscntrl (c) || is_bidi_control (c) || c == 0xFEFF)
        continue;

      if (max_chars > 0 && n == max_chars)
        {
          g_string_truncate (safe, last);
          g_string_append (safe, "…");
          break;
        }
      last = safe->len;
      g_string_append_unichar (safe, c);
      n++;
    }
  return g_string_free (safe, FALSE);
}

static gboolean
is_valid_label (const char *label)
{
  g_autofree char *ascii = NULL;
  gsize length = strlen (label);

  if (length == 0 || label[0] == '-' || label[length - 1] == '-')
    return FALSE;
  for (const char *p = label; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != '-' && !g_unichar_isalnum (c) && !g_unichar_ismark (c))
        return FALSE;
    }
  if (g_str_is_ascii (label))
    return length <= MAX_LABEL_LENGTH;
  ascii = g_hostname_to_ascii (label); /* RFC 5890: it is the encoded form that must fit */
  return ascii != NULL && strlen (ascii) <= MAX_LABEL_LENGTH;
}

static gboolean
is_valid_domain (const char *domain)
{
  g_auto (GStrv) labels = g_strsplit (domain, ".", -1);
  guint n = g_strv_length (labels);
  const char *last;

  if (n < 2)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!is_valid_label (labels[i]))
      return FALSE;

  last = labels[n - 1];
  return strspn (last, "0123456789") < strlen (last);
}

/**
 * usher_email_is_valid:
 * @address: (nullable): an address, trimmed
 *
 * A check of form that catches slips and lets everything real pass, internationalised addresses
 * (RFC 6531) too. Quoted local parts are refused: nobody types them, and the server's checks refuse
 * them.
 *
 * Returns: %TRUE for one that may be sent to the server
 */
gboolean
usher_email_is_valid (const char *address)
{
  const char *at;
  gsize length;

  if (address == NULL)
    return FALSE;
  length = strnlen (address, MAX_EMAIL_LENGTH + 1);
  if (length > MAX_EMAIL_LENGTH || !g_utf8_validate (address, (gssize) length, NULL))
    return FALSE;

  at = strchr (address, '@');
  if (at == NULL || at == address || at - address > MAX_LOCAL_LENGTH ||
      strchr (at + 1, '@') != NULL)
    return FALSE;
  if (address[0] == '.' || at[-1] == '.')
    return FALSE;
  for (const char *p = address; p < at; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c) || is_bidi_control (c)
          || !g_unichar_isdefined (c) || (c < 0x80 && strchr ("\"(),:;<>[\\]", (int) c) != NULL))
        return FALSE;
      if (c == '.' && p[1] == '.')
        return FALSE;
    }
  return is_valid_domain (at + 1);
}

static void
add_address (GPtrArray *addresses, GHashTable *seen, const char *start, gsize length)
{
  g_autofree char *address = g_strstrip (g_strndup (start, length));
  g_autofree char *key = NULL;

  if (*address == '\0')
    return;
  key = g_utf8_casefold (address, -1);
  if (g_hash_table_add (seen, g_steal_pointer (&key)))
    g_ptr_array_add (addresses, g_steal_pointer (&address));
}

/* Words without separators: several addresses if each looks like one, or else something that is
 * kept whole, as typed, so that it can be shown as wrong. */
static void
add_words (GPtrArray *addresses, GHashTable *seen, const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n\v\f", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && strchr (words[i], '@') == NULL)
      {
        add_address (addresses, seen, text, strlen (text));
        return;
      }
  for (gsize i = 0; words[i] != NULL; i++)
    add_address (addresses, seen, words[i], strlen (words[i]));
}

/* Between two separators: "Name <address>", possibly several in a row, or bare words. */
static void
add_chunk (GPtrArray *addresses, GHashTable *seen, const char *chunk)
{
  const char *rest = chunk;
  const char *open;
  const char *close;

  while ((open = strchr (rest, '<')) != NULL && (close = strchr (open, '>')) != NULL)
    {
      add_address (addresses, seen, open + 1, (gsize) (close - open - 1));
      rest = close + 1;
    }
  add_words (addresses, seen, rest);
}

/**
 * usher_email_split_list:
 * @text: (nullable): what someone typed or pasted
 *
 * Splits at commas, semicolons, line breaks, and white space between addresses; takes the address
 * out of "Name <a@example.com>"; drops what comes twice without regard to case (contract 13.14).
 * What is no address is kept as typed.
 *
 * Returns: (transfer full) (array zero-terminated=1): the entries in their order
 */
char **
usher_email_split_list (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *start = valid;
  const char *p = valid;

  while (TRUE)
    {
      if (*p == '"') /* "Surname, Name" <address>: if the quotation ends on the same line */
        {
          const char *end = p + 1 + strcspn (p + 1, "\"\r\n");

          if (*end == '"')
            p = end;
        }
      if (*p == '\0' || strchr (",;\r\n", *p) != NULL)
        {
          g_autofree char *chunk = g_strndup (start, (gsize) (p - start));

          add_chunk (addresses, seen, chunk);
          if (*p == '\0')
            break;
          start = p + 1;
        }
      p++;
    }
  g_ptr_array_add (addresses, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&addresses), FALSE);
}

/**
 * usher_uuid_is_valid:
 * @text: (nullable): an identifier
 *
 * Returns: %TRUE for a UUID in its usual spelling (RFC 4122, 3)
 */
gboolean
usher_uuid_is_valid (const char *text)
{
  return text != NULL && strnlen (text, 37) == 36 && g_uuid_string_is_valid (text);
}

/**
 * usher_country_is_valid:
 * @code: (nullable): a country code
 *
 * Returns: %TRUE for two ASCII letters (contract 3.3)
 */
gboolean
usher_country_is_valid (const char *code)
{
  return code != NULL && g_ascii_isalpha (code[0]) && g_ascii_isalpha (code[1]) && code[2] == '\0';
}

/* The host in ASCII (RFC 5890), or NULL for one that has none. Compatibility characters can turn into any others on the
 * way, even into those that end a host: "℀" becomes "a/c". */
static char *
dup_ascii_host (const char *host)
{
  g_autofree char *ascii = g_hostname_to_ascii (host);

  if (ascii == NULL || *ascii == '\0' || strpbrk (ascii, "%@/?#<>\"\\ ") != NULL)
    return NULL;
  return g_steal_pointer (&ascii);
}

/* Refuses what URL parsers read in different ways, before any of them sees it. */
static GUri *
parse_web_url (const char *url)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *ascii = NULL;
  const char *host;

  if (url == NULL || strnlen (url, MAX_URL_LENGTH + 1) > MAX_URL_LENGTH
      || !g_utf8_validate (url, -1, NULL))
    return NULL;
  for (const char *p = url; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\\' || g_unichar_isspace (c) || g_unichar_iscntrl (c) || is_bidi_control (c))
        return NULL;
    }

  uri = g_uri_parse (url, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  if (uri == NULL || g_uri_get_userinfo (uri) != NULL)
    return NULL;
  if (strcmp (g_uri_get_scheme (uri), "https") != 0 && strcmp (g_uri_get_scheme (uri), "http") != 0)
    return NULL;
  host = g_uri_get_host (uri);
  if (host == NULL || *host == '\0' || strpbrk (host, "%@/?#<>\"") != NULL)
    return NULL;
  ascii = dup_ascii_host (host);
  return ascii != NULL ? g_steal_pointer (&uri) : NULL;
}

/**
 * usher_web_url_is_valid:
 * @url: (nullable): an address
 * @https_only: whether plain http is refused
 *
 * Returns: %TRUE for http or https with a host and without user-info
 */
gboolean
usher_web_url_is_valid (const char *url, gboolean https_only)
{
  g_autoptr (GUri) uri = parse_web_url (url);

  return uri != NULL && (!https_only || strcmp (g_uri_get_scheme (uri), "https") == 0);
}

/**
 * usher_text_dup_address:
 * @address: (nullable): an address of the web, or what is to be one, from outside
 *
 * Where it names a host, that is given in ASCII (RFC 5890): one in letters that look like those of another shows as what
 * it is. All else stays, valid or not.
 *
 * Returns: (transfer full): the address, safe to show as [func@Usher.text_dup_safe] makes it
 */
char *
usher_text_dup_address (const char *address)
{
  g_autofree char *safe = usher_text_dup_safe (address, 0);
  char *start = strstr (safe, "://");
  char *at;
  g_autofree char *host = NULL;
  g_autofree char *ascii = NULL;
  gsize length;

  if (start == NULL)
    return g_steal_pointer (&safe);
  start += strlen ("://");
  at = g_strrstr_len (start, (gssize) strcspn (start, "/?#\\"), "@");
  if (at != NULL)
    start = at + 1;
  length = strcspn (start, ":/?#\\");
  host = g_strndup (start, length);
  if (g_str_is_ascii (host))
    return g_steal_pointer (&safe);
  ascii = dup_ascii_host (host);
  if (ascii == NULL)
    ascii = g_uri_escape_string (host, NULL, FALSE);
  return g_strdup_printf ("%.*s%s%s", (int) (start - safe), safe, ascii, start + length);
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

/**
 * usher_server_url_normalise:
 * @url: (nullable): a server's base address as typed
 * @error: return location
 *
 * The key travels with every request, so only https will do, or http to this very machine (DESIGN,
 * decision 4). User-info, a query or a fragment have no place in a base address.
 *
 * Returns: (transfer full): the address in lower-case scheme and host, the host in ASCII
 *   (RFC 5890), without a trailing slash; %NULL with %USHER_MODEL_ERROR_INVALID_URL
 */
char *
usher_server_url_normalise (const char *url, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (url != NULL ? url : ""));
  g_autoptr (GUri) uri = parse_web_url (trimmed);
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;
  const char *problem = NULL;
  gsize length;
  int port;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (uri == NULL)
    problem = _("Enter the address of the server, beginning with https://.");
  else if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    problem = _("The address of the server must not contain “?” or “#”.");
  else if (strcmp (g_uri_get_scheme (uri), "http") == 0 && !is_loopback (g_uri_get_host (uri)))
    problem =
        _("The address of the server must begin with https://, so that the API key stays secret "
           "on its way.");
  if (problem != NULL)
    {
      g_set_error_literal (error, USHER_MODEL_ERROR, USHER_MODEL_ERROR_INVALID_URL, problem);
      return NULL;
    }

  port = g_uri_get_port (uri); /* normalised: never -1 */
  if (port == (strcmp (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80))
    port = -1;
  /* In ASCII: a host in letters that look like those of another shows as what it is. */
  host = dup_ascii_host (g_uri_get_host (uri));
  if (host == NULL)
    {
      g_set_error_literal (error, USHER_MODEL_ERROR, USHER_MODEL_ERROR_INVALID_URL,
                           _("Enter the address of the server, beginning with https://."));
      return NULL;
    }
  path = g_strdup (g_uri_get_path (uri));
  length = strlen (path);
  while (length > 0 && path[length - 1] == '/')
    path[--length] = '\0';
  return g_uri_join (G_URI_FLAGS_ENCODED_PATH, g_uri_get_scheme (uri), NULL, host, port,
                     path, NULL, NULL);
}
