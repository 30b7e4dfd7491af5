/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/usher-session.h"

G_BEGIN_DECLS

/* What a person may want to be told while they do something else. */
typedef enum
{
  USHER_NEWS_FULFILLED, /* an invitation was used as often as it allows */
  USHER_NEWS_STUCK,     /* opened, and an hour later not finished */
  USHER_NEWS_EXPIRING,  /* active, and within a day no more */
  USHER_NEWS_BROKEN,    /* a connection needs its owner */
  USHER_NEWS_FAILED,    /* something that was sent was refused, or nobody knows */
} UsherNewsKind;

#define USHER_N_NEWS_KINDS 5

/* Watches a session, and says what happened since it was opened or was last looked at.
 * Signal "changed" (UsherNewsKind, gboolean more): more tells whether something came. */
#define USHER_TYPE_NEWS (usher_news_get_type ())
G_DECLARE_FINAL_TYPE (UsherNews, usher_news, USHER, NEWS, GObject)

/* Make it before the first sync. */
UsherNews  *usher_news_new      (UsherSession *session);
/* Whether it knows what was before: from then on what comes is news. */
gboolean    usher_news_get_ready (UsherNews *self);
guint       usher_news_get_n    (UsherNews *self, UsherNewsKind kind);
/* (nullable) Of the newest: an invitation, for BROKEN a connection. */
const char *usher_news_get_id   (UsherNews *self, UsherNewsKind kind);
/* (nullable) Of the newest: recipients, for BROKEN the name of the connection. */
const char *usher_news_get_name (UsherNews *self, UsherNewsKind kind);
/* The person has seen it. */
void        usher_news_forget   (UsherNews *self, UsherNewsKind kind);
/* Looks at the store now; done by itself after each change. */
void        usher_news_check    (UsherNews *self);

G_END_DECLS
