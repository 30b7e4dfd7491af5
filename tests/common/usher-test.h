/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What every test program needs: results of asynchronous calls, bounded waits, scratch folders. */

#include <gio/gio.h>

G_BEGIN_DECLS

/* Iterates the main context until the condition holds; the test fails after this many seconds. */
#define USHER_TEST_PATIENCE 60

#define usher_test_wait_for(condition)                                                             \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (UsherTestWait) usher_wait_ = usher_test_wait_begin (USHER_TEST_PATIENCE);           \
    while (!(condition))                                                                           \
      {                                                                                            \
        if (!usher_test_wait_turn (usher_wait_))                                                   \
          {                                                                                        \
            g_test_message ("waited in vain for: %s", #condition);                                 \
            g_assert_true (condition);                                                             \
            break;                                                                                 \
          }                                                                                        \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

typedef struct _UsherTestWait UsherTestWait;

UsherTestWait *usher_test_wait_begin (guint seconds);
gboolean       usher_test_wait_turn  (UsherTestWait *wait);
void           usher_test_wait_end   (UsherTestWait *wait);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherTestWait, usher_test_wait_end)

/* USHER_TEST_LONG: hours may be spent (build-aux/test --long). */
gboolean       usher_test_is_long     (void);
/* What draws many times over divides by this: whole stacks for every allocation cost that much. */
#ifdef __SANITIZE_ADDRESS__
#define USHER_TEST_SLOWNESS 4
#else
#define USHER_TEST_SLOWNESS 1
#endif
/* How many rounds: a few everywhere, many in the long run. */
guint          usher_test_rounds      (guint few, guint many);
/* For what is drawn at random: always the same numbers in the short suite, others each time in the long
 * run. The seed is printed; USHER_TEST_SEED gives it again. Transfer full. */
GRand         *usher_test_new_rand    (void);

/* A GAsyncReadyCallback that keeps the result in the GAsyncResult* it is given. */
void           usher_test_keep_result (GObject *source, GAsyncResult *result, gpointer user_data);
/* Waits until *slot is set, and hands it over. */
GAsyncResult  *usher_test_take_result (GAsyncResult **slot);

/* A new folder below the temporary folder; usher_test_remove_tree() takes it away again. */
char          *usher_test_make_dir    (void);
void           usher_test_remove_tree (const char *path);
/* Lets the main context finish what is pending. */
void           usher_test_settle      (void);

G_END_DECLS
