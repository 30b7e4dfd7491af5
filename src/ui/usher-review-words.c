/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of an event in a table, on the screen and on paper. Any thread. */
#include "ui/usher-review-words.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"

/**
 * usher_review_words_dup_kind:
 * @event: a row of a log
 *
 * Returns: (transfer full): the kind of event; "Damaged" and "No activity" for rows that are none
 */
char *
usher_review_words_dup_kind (UsherArchiveEvent *event)
{
  UsherEventKind kind = usher_archive_event_get_kind (event);

  if (usher_archive_event_is_bad (event))
    return g_strdup (_("Damaged"));
  if (usher_archive_event_has_no_event (event))
    return g_strdup (_("No activity"));
  if (kind == USHER_EVENT_KIND_UNKNOWN)
    return usher_humanise_word (usher_archive_event_get_kind_name (event));
  return g_strdup (usher_event_kind_get_label (kind));
}
