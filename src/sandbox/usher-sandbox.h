/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox-db.h"

G_BEGIN_DECLS

/* Where the recipient's page lives; the token follows. */
#define USHER_SANDBOX_PAGE_PATH "/p/i/"

/* What every part of the service shares. One thread: the one that runs the main loop. */
typedef struct
{
  UsherSandboxDb *db;   /* (owned) */
  char *dir;            /* (owned) the data folder */
  char *api_key;        /* (owned) a secret: never logged */
  char *link_secret;    /* (owned) what links, forms and codes are derived from: never logged */
  gint64 clock_offset;  /* microseconds added to the real time; see usher_sandbox_now() */
  gint64 next_due;      /* the next time at which a status changes by itself */
  guint port;           /* where it listens; 0 before that */
  guint latency_ms;     /* each answer waits this long */
  GRand *made_up;       /* (borrowed) (nullable) where ids come from while demo data is made */
  char *embed_origins;  /* (owned) (nullable) who may show the pages in a frame, for a CSP */
  GPtrArray *posted;    /* (owned) (nullable) messages written, to be delivered with the commit */
  GHashTable *tallies;  /* (owned) (nullable) see usher-sandbox-limit.h */
  gboolean no_resend;   /* answer as a server without the resend endpoint */
} UsherSandbox;

/* Times are microseconds since the epoch, UTC. This is "no time": never, or not yet. */
#define USHER_SANDBOX_NEVER G_MININT64

UsherSandbox *usher_sandbox_open (const char *dir, gint64 clock_offset, GError **error);
void          usher_sandbox_free (UsherSandbox *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherSandbox, usher_sandbox_free)

gint64        usher_sandbox_now    (UsherSandbox *self);
char         *usher_sandbox_new_id (UsherSandbox *self);

G_END_DECLS
