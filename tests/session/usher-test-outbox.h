/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A server that takes requests, makes of them what it is told to, and may keep its answers to itself. */

#include "../api/usher-fixture-server.h"
#include "usher-test-session.h"

G_BEGIN_DECLS

#define USHER_TEST_COMPANY "00000000-0000-4000-8000-00000000c001"
#define USHER_TEST_CONNECTION "00000000-0000-4000-8000-00000000d001"

typedef struct
{
  GMutex mutex;
  UsherFixture *fixture;   /* (owned) */
  char *dir;               /* (owned) the session's files */
  gboolean drop;           /* no answers to POSTs */
  gboolean hold;           /* POSTs wait until released */
  guint makes;             /* how many invitations a POST really makes */
  guint status;            /* the answer to POSTs */
  const char *answer;      /* (nullable) its body; NULL: what was made */
  gboolean hide_detail;    /* details answer 500 */
  gboolean hide_list;      /* lists lag behind: they are empty */
  gboolean break_list;     /* lists answer 500 */
  gint64 clock_offset;     /* of the server, in microseconds */
  guint n_posts;
  guint n_lists;
  int journal_state;       /* what the journal said when the last POST came */
  GPtrArray *made;         /* (owned) (element-type JsonNode) */
} UsherTestOutbox;

UsherTestOutbox *usher_test_outbox_new        (void);
void             usher_test_outbox_free       (UsherTestOutbox *server);
/* A session on it, with its files in the server's dir. */
UsherSession    *usher_test_outbox_open       (UsherTestOutbox *server);
/* The state of the newest intent in the journal below dir; -1 when there is none. */
int              usher_test_outbox_read_state (const char *dir);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherTestOutbox, usher_test_outbox_free)

G_END_DECLS
