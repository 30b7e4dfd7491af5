/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one thing it knows of HTTP is the Host header: a service that is careful whom it answers would refuse one
 * that names the proxy. Both ports come from the system and have five digits.
 *
 * The accepting thread owns the listening socket; each connection has a thread that relays both directions and
 * ends with its connection, with a change of the faults, or with the proxy. */

#include "usher-fault-proxy.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_FAULTS 8

/* What holds for one connection: drawn when it comes. */
typedef struct
{
  gboolean on[USHER_N_FAULTS];
  UsherFault of[USHER_N_FAULTS];
} Draw;

struct _UsherFaultProxy
{
  guint16 port;        /* ours */
  guint16 target_port;
  char *base;          /* (owned) */
  int holder;          /* bound and never listening: it keeps the port while nobody listens */
  int wake;            /* an eventfd: the accepting thread shall look again */
  GThread *thread;     /* (owned) */

  GMutex mutex;
  GCond cond;
  GRand *rand;         /* (mutex) (owned) */
  UsherFault faults[MAX_FAULTS]; /* (mutex) */
  guint n_faults;      /* (mutex) */
  guint generation;    /* (mutex) connections of an older one end */
  guint seen;          /* (mutex) the generation that the accepting thread works with */
  gboolean stopped;    /* (mutex) */
  guint n_open;        /* (mutex) */
  guint n_connections; /* (mutex) */
  guint n_hit[USHER_N_FAULTS]; /* (mutex) */
};

typedef struct
{
  UsherFaultProxy *proxy;
  int client;
  int server;          /* or -1 */
  guint generation;
  Draw draw;
  gsize n_answered;
} Relay;

static const char *const names[USHER_N_FAULTS]
    = { "latency", "refused", "bandwidth", "slow close", "hang", "reset before", "reset after", "slice", "cut" };

const char *
usher_fault_kind_get_name (UsherFaultKind kind)
{
  return names[kind];
}

static struct sockaddr_in
loopback (guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = g_htons (port) };

  address.sin_addr.s_addr = g_htonl (INADDR_LOOPBACK);
  return address;
}

static int
bind_socket (guint16 port)
{
  struct sockaddr_in address = loopback (port);
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int one = 1;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one), ==, 0);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  return fd;
}

/* TRUE when the connection is of the past. With the mutex held. */
static gboolean
is_over (Relay *relay)
{
  return relay->proxy->stopped || relay->proxy->generation != relay->generation;
}

/* FALSE when there is no reason to go on. */
static gboolean
pause_for (Relay *relay, gint64 usec)
{
  UsherFaultProxy *self = relay->proxy;
  gint64 end = g_get_monotonic_time () + usec;
  gboolean over;

  g_mutex_lock (&self->mutex);
  while (!is_over (relay) && g_cond_wait_until (&self->cond, &self->mutex, end))
    ;
  over = is_over (relay);
  g_mutex_unlock (&self->mutex);
  return !over;
}

static void
count_hit (Relay *relay, UsherFaultKind kind)
{
  g_mutex_lock (&relay->proxy->mutex);
  relay->proxy->n_hit[kind]++;
  g_mutex_unlock (&relay->proxy->mutex);
}

static void
set_reset (int fd)
{
  struct linger hard = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
}

static gboolean
write_piece (Relay *relay, int fd, const char *data, gsize size)
{
  while (size > 0)
    {
      struct pollfd ready = { .fd = fd, .events = POLLOUT };
      ssize_t n = send (fd, data, size, MSG_NOSIGNAL | MSG_DONTWAIT);

      if (n < 0 && errno != EAGAIN && errno != EINTR)
        return FALSE;
      if (n < 0)
        poll (&ready, 1, 50);
      else
        {
          data += n;
          size -= (gsize) n;
        }
      if (!pause_for (relay, 0))
        return FALSE;
    }
  return TRUE;
}

/* Passes a piece on, as the faults have it. FALSE ends the connection. */
static gboolean
pass (Relay *relay, int fd, const char *data, gsize size, gboolean is_answer)
{
  const Draw *draw = &relay->draw;
  gsize step = size;

  if (draw->on[USHER_FAULT_LATENCY])
    {
      const UsherFault *fault = &draw->of[USHER_FAULT_LATENCY];
      gint32 jitter = 0;

      g_mutex_lock (&relay->proxy->mutex);
      if (fault->jitter > 0)
        jitter = g_rand_int_range (relay->proxy->rand, -(gint32) fault->jitter, (gint32) fault->jitter + 1);
      g_mutex_unlock (&relay->proxy->mutex);
      if (!pause_for (relay, MAX (0, (gint32) fault->amount + jitter) * 1000))
        return FALSE;
    }
  if (is_answer && draw->on[USHER_FAULT_CUT])
    {
      size = MIN (size, draw->of[USHER_FAULT_CUT].amount - relay->n_answered);
      step = size;
    }
  if (is_answer && draw->on[USHER_FAULT_SLICE])
    step = 1;
  if (draw->on[USHER_FAULT_BANDWIDTH])
    step = MIN (step, MAX (draw->of[USHER_FAULT_BANDWIDTH].amount / 50, 1));

  for (gsize done = 0; done < size; done += step)
    {
      gsize n = MIN (step, size - done);

      if (!write_piece (relay, fd, data + done, n))
        return FALSE;
      if (draw->on[USHER_FAULT_BANDWIDTH] &&
          !pause_for (relay, (gint64) n * G_USEC_PER_SEC / draw->of[USHER_FAULT_BANDWIDTH].amount))
        return FALSE;
    }
  if (is_answer)
    relay->n_answered += size;
  return !is_answer || !draw->on[USHER_FAULT_CUT] || relay->n_answered < draw->of[USHER_FAULT_CUT].amount;
}

static gboolean
connect_target (Relay *relay)
{
  struct sockaddr_in address = loopback (relay->proxy->target_port);
  int one = 1;

  relay->server = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (relay->server, >=, 0);
  setsockopt (relay->server, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return connect (relay->server, (struct sockaddr *) &address, sizeof address) == 0;
}

static void
name_target (UsherFaultProxy *self, char *data, gsize size)
{
  g_autofree char *ours = g_strdup_printf ("Host: 127.0.0.1:%u\r\n", self->port);
  g_autofree char *theirs = g_strdup_printf ("Host: 127.0.0.1:%u\r\n", self->target_port);
  char *found = memmem (data, size, ours, strlen (ours));

  g_assert_cmpuint (strlen (ours), ==, strlen (theirs));
  if (found != NULL)
    memcpy (found, theirs, strlen (theirs));
}

/* One piece from one side to the other. FALSE ends the connection. */
static gboolean
move (Relay *relay, gboolean is_answer)
{
  char buffer[16384];
  ssize_t n = recv (is_answer ? relay->server : relay->client, buffer, sizeof buffer, MSG_DONTWAIT);

  if (n < 0)
    return errno == EAGAIN || errno == EINTR;
  if (n == 0)
    return FALSE;
  if (!is_answer && relay->draw.on[USHER_FAULT_RESET_BEFORE])
    {
      set_reset (relay->client);
      return FALSE;
    }
  if (is_answer && relay->draw.on[USHER_FAULT_RESET_AFTER])
    {
      set_reset (relay->client);
      return FALSE;
    }
  if (!is_answer)
    name_target (relay->proxy, buffer, (gsize) n);
  return pass (relay, is_answer ? relay->client : relay->server, buffer, (gsize) n, is_answer);
}

static gpointer
relay_thread (gpointer user_data)
{
  Relay *relay = user_data;
  UsherFaultProxy *self = relay->proxy;
  gboolean open = TRUE;

  for (guint kind = 0; kind < USHER_N_FAULTS; kind++)
    if (relay->draw.on[kind] && kind != USHER_FAULT_REFUSED)
      count_hit (relay, kind);

  if (relay->draw.on[USHER_FAULT_HANG])
    while (pause_for (relay, 60 * G_USEC_PER_SEC))
      ;
  else if (!relay->draw.on[USHER_FAULT_RESET_BEFORE])
    open = connect_target (relay);

  while (open && pause_for (relay, 0))
    {
      struct pollfd ready[2] = { { .fd = relay->client, .events = POLLIN },
                                 { .fd = relay->server, .events = POLLIN } };

      if (poll (ready, relay->server >= 0 ? 2 : 1, 50) <= 0)
        continue;
      if (ready[0].revents != 0)
        open = move (relay, FALSE);
      if (open && relay->server >= 0 && ready[1].revents != 0)
        open = move (relay, TRUE);
    }
  if (relay->draw.on[USHER_FAULT_SLOW_CLOSE])
    pause_for (relay, relay->draw.of[USHER_FAULT_SLOW_CLOSE].amount * 1000);

  close (relay->client);
  if (relay->server >= 0)
    close (relay->server);
  g_mutex_lock (&self->mutex);
  self->n_open--;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_free (relay);
  return NULL;
}

/* With the mutex held. */
static void
draw_faults (UsherFaultProxy *self, Draw *draw)
{
  for (guint i = 0; i < self->n_faults; i++)
    {
      const UsherFault *fault = &self->faults[i];
      gboolean on = g_rand_double (self->rand) < fault->probability;

      draw->on[fault->kind] |= on;
      draw->of[fault->kind] = *fault;
    }
}

/* Takes one connection. Returns how long nobody shall listen: -1 until told, 0 not at all. */
static gint64
take_one (UsherFaultProxy *self, int listening)
{
  int fd = accept4 (listening, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  g_autoptr (GThread) thread = NULL;
  gint64 away = 0;
  int one = 1;
  Relay *relay;

  if (fd < 0)
    return 0;
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  relay = g_new0 (Relay, 1);
  relay->proxy = self;
  relay->client = fd;
  relay->server = -1;
  g_mutex_lock (&self->mutex);
  relay->generation = self->generation;
  self->n_open++;
  self->n_connections++;
  draw_faults (self, &relay->draw);
  if (relay->draw.on[USHER_FAULT_REFUSED])
    {
      self->n_hit[USHER_FAULT_REFUSED]++;
      away = relay->draw.of[USHER_FAULT_REFUSED].amount * 1000;
      away = away > 0 ? away : -1;
    }
  g_mutex_unlock (&self->mutex);
  thread = g_thread_new ("fault-relay", relay_thread, relay);
  return away;
}

/* With the mutex held: TRUE when the faults say that nobody listens from the beginning on. */
static gboolean
is_always_refused (UsherFaultProxy *self)
{
  for (guint i = 0; i < self->n_faults; i++)
    if (self->faults[i].kind == USHER_FAULT_REFUSED && self->faults[i].probability >= 1)
      return TRUE;
  return FALSE;
}

static int
start_listening (UsherFaultProxy *self)
{
  int fd = bind_socket (self->port);

  g_assert_cmpint (listen (fd, 64), ==, 0);
  fcntl (fd, F_SETFL, O_NONBLOCK);
  return fd;
}

static gpointer
accept_thread (gpointer user_data)
{
  UsherFaultProxy *self = user_data;
  int listening = -1;
  gint64 back_at = 0; /* when to listen again; G_MAXINT64: when told */

  while (TRUE)
    {
      struct pollfd ready[2];
      gint64 wait = -1;
      gint64 away;
      guint64 count;

      g_mutex_lock (&self->mutex);
      if (self->stopped)
        {
          g_mutex_unlock (&self->mutex);
          break;
        }
      if (self->seen != self->generation)
        {
          back_at = is_always_refused (self) ? G_MAXINT64 : 0;
          if (back_at > 0)
            self->n_hit[USHER_FAULT_REFUSED]++;
        }
      if (back_at > g_get_monotonic_time ())
        {
          if (listening >= 0)
            close (listening);
          listening = -1;
          wait = back_at == G_MAXINT64 ? -1 : (back_at - g_get_monotonic_time ()) / 1000 + 1;
        }
      else if (listening < 0)
        listening = start_listening (self);
      self->seen = self->generation;
      g_cond_broadcast (&self->cond);
      g_mutex_unlock (&self->mutex);

      ready[0] = (struct pollfd) { .fd = self->wake, .events = POLLIN };
      ready[1] = (struct pollfd) { .fd = listening, .events = POLLIN };
      if (poll (ready, listening >= 0 ? 2 : 1, (int) CLAMP (wait, -1, G_MAXINT)) < 0)
        continue;
      if (ready[0].revents != 0 && read (self->wake, &count, sizeof count) < 0)
        g_assert_cmpint (errno, ==, EAGAIN);
      if (listening >= 0 && ready[1].revents != 0)
        {
          away = take_one (self, listening);
          if (away != 0)
            back_at = away < 0 ? G_MAXINT64 : g_get_monotonic_time () + away;
        }
    }
  if (listening >= 0)
    close (listening);
  return NULL;
}

UsherFaultProxy *
usher_fault_proxy_start (const char *target, guint32 seed)
{
  UsherFaultProxy *self = g_new0 (UsherFaultProxy, 1);
  g_autoptr (GUri) uri = g_uri_parse (target, G_URI_FLAGS_NONE, NULL);
  struct sockaddr_in address;
  socklen_t length = sizeof address;

  g_assert_nonnull (uri);
  self->target_port = (guint16) g_uri_get_port (uri);
  self->rand = g_rand_new_with_seed (seed);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->holder = bind_socket (0);
  g_assert_cmpint (getsockname (self->holder, (struct sockaddr *) &address, &length), ==, 0);
  self->port = g_ntohs (address.sin_port);
  self->base = g_strdup_printf ("%s://127.0.0.1:%u%s", g_uri_get_scheme (uri), self->port, g_uri_get_path (uri));
  self->wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  self->generation = 1;
  self->thread = g_thread_new ("fault-proxy", accept_thread, self);
  usher_fault_proxy_set (self, NULL, 0);
  return self;
}

static void
wake_up (UsherFaultProxy *self)
{
  guint64 one = 1;

  g_assert_cmpint (write (self->wake, &one, sizeof one), ==, sizeof one);
}

void
usher_fault_proxy_set (UsherFaultProxy *self, const UsherFault *faults, guint n_faults)
{
  g_assert_cmpuint (n_faults, <=, MAX_FAULTS);
  g_mutex_lock (&self->mutex);
  if (n_faults > 0)
    memcpy (self->faults, faults, n_faults * sizeof *faults);
  self->n_faults = n_faults;
  self->generation++;
  g_cond_broadcast (&self->cond);
  wake_up (self);
  while (self->seen != self->generation || self->n_open > 0)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

void
usher_fault_proxy_stop (UsherFaultProxy *self)
{
  g_mutex_lock (&self->mutex);
  self->stopped = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  wake_up (self);
  g_thread_join (self->thread);
  g_mutex_lock (&self->mutex);
  while (self->n_open > 0)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  close (self->holder);
  close (self->wake);
  g_rand_free (self->rand);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->base);
  g_free (self);
}

const char *
usher_fault_proxy_get_base (UsherFaultProxy *self)
{
  return self->base;
}

guint
usher_fault_proxy_get_n (UsherFaultProxy *self, UsherFaultKind kind)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_hit[kind];
}

guint
usher_fault_proxy_get_n_connections (UsherFaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_connections;
}
