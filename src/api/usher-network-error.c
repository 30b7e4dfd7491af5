/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Maps the errors of GIO, the resolver, TLS and libsoup to the API's domain, once. Any thread. */

#include "usher-config.h"

#include "api/usher-network-error.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <libsoup/soup.h>

/* Takes the message. */
static GError *
new_error (UsherApiError code, char *message, gboolean sent)
{
  g_autofree char *owned = message;

  return sent ? usher_api_error_new (code, owned, NULL, -1)
              : usher_api_error_new_unsent (code, owned);
}

/**
 * usher_network_error_new_timed_out:
 * @host: the server
 * @sent: whether it may have seen the request
 *
 * Returns: (transfer full): the error for an answer that did not come in time
 */
GError *
usher_network_error_new_timed_out (const char *host, gboolean sent)
{
  return new_error (USHER_API_ERROR_NETWORK,
                    g_strdup_printf (_("The server %s did not answer in time. Check your "
                                       "connection and try again."),
                                     host),
                    sent);
}

/**
 * usher_network_error_new_cut:
 * @host: the server
 *
 * Returns: (transfer full): the error for a connection that ended after the request was sent
 */
GError *
usher_network_error_new_cut (const char *host)
{
  return new_error (USHER_API_ERROR_NETWORK,
                    g_strdup_printf (_("The connection to the server %s was cut before its "
                                       "answer came. Check your connection and try again."),
                                     host),
                    TRUE);
}

/**
 * usher_network_error_new_too_large:
 * @host: the server
 *
 * Returns: (transfer full): the error for an answer beyond the bound
 */
GError *
usher_network_error_new_too_large (const char *host)
{
  return new_error (USHER_API_ERROR_PROTOCOL,
                    g_strdup_printf (_("The answer of the server %s is too large to be true "
                                       "and was not read. Check the server's address in the "
                                       "account."),
                                     host),
                    TRUE);
}

/**
 * usher_network_error_new_old_tls:
 * @host: the server
 *
 * Returns: (transfer full): the error for a server that speaks no version of TLS that is still held to be safe
 */
GError *
usher_network_error_new_old_tls (const char *host)
{
  return new_error (USHER_API_ERROR_TLS,
                    g_strdup_printf (_("No safe connection to the server %s could be agreed on, so nothing was "
                                       "sent. The server may be too old, or something in between may be in the "
                                       "way: check the server's address in the account, or ask whoever runs the "
                                       "network."),
                                     host),
                    FALSE);
}

/**
 * usher_network_error_new_untrusted:
 * @host: the server
 * @flaws: what is wrong with its certificate
 *
 * Says the flaw that whoever reads it can do most about. There is no way to go on all the same: the key would go
 * to whoever stands in between.
 *
 * Returns: (transfer full): the error
 */
GError *
usher_network_error_new_untrusted (const char *host, GTlsCertificateFlags flaws)
{
  char *message;

  if (flaws & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    message = g_strdup_printf (_("The certificate of the server %s is not valid yet, so nothing was sent. Check "
                                 "the date and time of this computer."),
                               host);
  else if (flaws & G_TLS_CERTIFICATE_EXPIRED)
    message = g_strdup_printf (_("The certificate of the server %s has expired, so nothing was sent. Check the "
                                 "date and time of this computer; if they are right, whoever runs the server has "
                                 "to renew it."),
                               host);
  else if (flaws & G_TLS_CERTIFICATE_BAD_IDENTITY)
    message = g_strdup_printf (_("The certificate that the server %s shows is for another address, so nothing was "
                                 "sent. If this network asks for a sign-in, open a web browser and do so; "
                                 "otherwise check the server's address in the account."),
                               host);
  else if (flaws & G_TLS_CERTIFICATE_REVOKED)
    message = g_strdup_printf (_("The certificate of the server %s has been withdrawn, so nothing was sent. Ask "
                                 "whoever runs the server."),
                               host);
  else if (flaws & G_TLS_CERTIFICATE_UNKNOWN_CA)
    message = g_strdup_printf (_("There is nobody this computer trusts who vouches for the server %s, so nothing "
                                 "was sent. If this network asks for a sign-in, open a web browser and do so; "
                                 "otherwise check the server's address in the account, or ask whoever runs the "
                                 "network."),
                               host);
  else
    message = g_strdup_printf (_("The certificate of the server %s is not safe, so nothing was sent. Ask whoever "
                                 "runs the server."),
                               host);
  return new_error (USHER_API_ERROR_TLS, message, FALSE);
}

/* Whether it was the proxy that could not be reached. GIO tells so in words only: the code is that of any connection. */
static gboolean
is_about_proxy (const GError *cause)
{
  const char *format = g_dgettext ("glib20", "Could not connect to proxy server %s: ");
  const char *name = strstr (format, "%s");

  return name != NULL && name > format && strncmp (cause->message, format, (gsize) (name - format)) == 0;
}

static GError *
new_proxy_failed (const char *host)
{
  /* The server has seen nothing of it. */
  return new_error (USHER_API_ERROR_NETWORK,
                    g_strdup_printf (_("The proxy on the way to %s cannot be reached, or does not let Usher "
                                       "through. Check the proxy in your network settings."),
                                     host),
                    FALSE);
}

/**
 * usher_network_error_new_proxy:
 * @host: the server
 * @status: the HTTP status with which a proxy refused to connect to it
 *
 * It is the proxy's own and says nothing of the server: 403 is no matter of the key, and 503 none of the server's.
 *
 * Returns: (transfer full): the error
 */
GError *
usher_network_error_new_proxy (const char *host, guint status)
{
  if (status == 407)
    return new_error (USHER_API_ERROR_NETWORK,
                      g_strdup_printf (_("A proxy between here and %s asks for a login. Check the proxy "
                                         "in your network settings."),
                                       host),
                      FALSE);
  if (status == 511) /* RFC 6585, 6 */
    return new_error (USHER_API_ERROR_NETWORK,
                      g_strdup (_("This network asks you to sign in first. Open any page in a browser, sign in "
                                  "there, and try again.")),
                      FALSE);
  return new_proxy_failed (host);
}

static GError *
new_from_io (const GError *cause, const char *host, gboolean sent)
{
  if (!sent && is_about_proxy (cause))
    return new_proxy_failed (host);
  switch ((GIOErrorEnum) cause->code)
    {
    case G_IO_ERROR_PROXY_FAILED:
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      return new_proxy_failed (host);
    case G_IO_ERROR_TIMED_OUT:
      return usher_network_error_new_timed_out (host, sent);
    case G_IO_ERROR_CONNECTION_REFUSED:
      return new_error (USHER_API_ERROR_NETWORK,
                        g_strdup_printf (_("The server %s refused the connection. It may not "
                                           "be running: check the server's address in the "
                                           "account, or try again later."),
                                         host),
                        sent);
    case G_IO_ERROR_NETWORK_UNREACHABLE:
    case G_IO_ERROR_HOST_UNREACHABLE:
      return new_error (USHER_API_ERROR_NETWORK,
                        g_strdup_printf (_("There is no way to the server %s. Check that this "
                                           "computer is connected to the network."),
                                         host),
                        sent);
    case G_IO_ERROR_INVALID_DATA: /* a body that cannot be decompressed */
      return new_error (USHER_API_ERROR_PROTOCOL,
                        g_strdup_printf (_("The answer of the server %s is damaged. Try again "
                                           "later."),
                                         host),
                        TRUE);
    default:
      return sent ? usher_network_error_new_cut (host)
                  : new_error (USHER_API_ERROR_NETWORK,
                               g_strdup_printf (_("No connection to the server %s could be "
                                                  "made. Check your connection and try again."),
                                                host),
                               FALSE);
    }
}

/**
 * usher_network_error_new:
 * @cause: (nullable): what GIO or libsoup said
 * @host: the server
 * @sent: whether it may have seen the request
 *
 * Returns: (transfer full): an error of the domain %USHER_API_ERROR
 */
GError *
usher_network_error_new (const GError *cause, const char *host, gboolean sent)
{
  if (cause == NULL)
    return usher_network_error_new_cut (host);
  /* Another name than the server's was looked for: the proxy's. */
  if (cause->domain == G_RESOLVER_ERROR && strstr (cause->message, host) == NULL)
    return new_proxy_failed (host);
  if (cause->domain == G_RESOLVER_ERROR)
    return new_error (USHER_API_ERROR_NETWORK,
                      g_strdup_printf (_("The server %s was not found. Check that this "
                                         "computer is connected to the network, and the "
                                         "server's address in the account."),
                                       host),
                      FALSE);
  /* A connection that ends during the handshake is a network's fault and not a false
   * certificate. */
  if (cause->domain == G_TLS_ERROR && cause->code != G_TLS_ERROR_EOF && !sent)
    return usher_network_error_new_old_tls (host);
  /* libsoup says the same of a head that was cut half-way and of one that was never HTTP. The first is
   * the network's doing and worth another try, and trying the second again does no harm. */
  if (g_error_matches (cause, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING))
    return new_error (USHER_API_ERROR_NETWORK,
                      g_strdup_printf (_("The answer of the server %s was cut short, or it is not a web "
                                         "server. Check your connection, and the server's address in "
                                         "the account."),
                                       host),
                      sent);
  if (cause->domain == SOUP_SESSION_ERROR)
    return new_error (USHER_API_ERROR_PROTOCOL,
                      g_strdup_printf (_("The server %s does not speak HTTP as it should. "
                                         "Check the server's address in the account."),
                                       host),
                      sent);
  if (cause->domain == G_IO_ERROR)
    return new_from_io (cause, host, sent);
  return sent ? usher_network_error_new_cut (host)
              : new_error (USHER_API_ERROR_NETWORK,
                           g_strdup_printf (_("No connection to the server %s could be made. "
                                              "Check your connection and try again."),
                                            host),
                           FALSE);
}
