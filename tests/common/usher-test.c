/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/usher-test.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>

#ifdef __SANITIZE_ADDRESS__
#include <link.h>
#include <sanitizer/lsan_interface.h>
#include <string.h>

/* Of sanitizer/allocator_interface.h, which GCC leaves out. */
int __sanitizer_get_ownership (const volatile void *p);
size_t __sanitizer_get_allocated_size (const volatile void *p);

/* GLib's table of quarks as it is made when the library is loaded: 2,048 pointers. */
#define FIRST_QUARKS (2048 * sizeof (char *))

static int
forgive_quarks (struct dl_phdr_info *info, size_t size, void *data)
{
  if (info->dlpi_name == NULL || strstr (info->dlpi_name, "libglib-2.0.so") == NULL)
    return 0;
  for (int i = 0; i < info->dlpi_phnum; i++)
    {
      const ElfW (Phdr) *segment = &info->dlpi_phdr[i];
      const void **word = (const void **) (info->dlpi_addr + segment->p_vaddr);
      const void **end = (const void **) (info->dlpi_addr + segment->p_vaddr + segment->p_memsz);

      if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W) == 0)
        continue;
      for (; word + 1 <= end; word++)
        if (*word != NULL && __sanitizer_get_ownership (*word)
            && __sanitizer_get_allocated_size (*word) == FIRST_QUARKS)
          __lsan_ignore_object (*word);
    }
  return 1;
}

/* When a program has more quarks, as one with the whole toolkit does, GLib makes a larger table and leaves the first one
 * behind, as other threads may be reading it. A suppression would need whole stacks to tell it from our leaks, and
 * unwinding those at every allocation made the widgets' tests ten times slower. */
static void __attribute__ ((constructor))
forgive_what_glib_leaves (void)
{
  dl_iterate_phdr (forgive_quarks, NULL);
}
#endif

struct _UsherTestWait
{
  guint source;
  guint tick;
  gboolean over;
};

static gboolean
on_patience_over (gpointer user_data)
{
  UsherTestWait *wait = user_data;

  wait->over = TRUE;
  wait->source = 0;
  return G_SOURCE_REMOVE;
}

/* What is waited for may happen in another thread, or in another process, which wakes no main loop. */
#define TICK_MS 20

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

UsherTestWait *
usher_test_wait_begin (guint seconds)
{
  UsherTestWait *wait = g_new0 (UsherTestWait, 1);

#ifdef __SANITIZE_ADDRESS__
  /* A list of some hundred rows is drawn in seconds then, not in milliseconds. */
  seconds *= 4;
#endif
  /* Whoever runs the tests under something slow, such as valgrind, says how much slower it is. */
  if (g_getenv ("USHER_TEST_PATIENCE") != NULL)
    seconds *= (guint) g_ascii_strtoull (g_getenv ("USHER_TEST_PATIENCE"), NULL, 10);
  wait->source = g_timeout_add_seconds (seconds, on_patience_over, wait);
  wait->tick = g_timeout_add (TICK_MS, on_tick, NULL);
  return wait;
}

gboolean
usher_test_wait_turn (UsherTestWait *wait)
{
  if (wait->over)
    return FALSE;
  g_main_context_iteration (NULL, TRUE);
  return TRUE;
}

void
usher_test_wait_end (UsherTestWait *wait)
{
  g_clear_handle_id (&wait->source, g_source_remove);
  g_clear_handle_id (&wait->tick, g_source_remove);
  g_free (wait);
}

gboolean
usher_test_is_long (void)
{
  const char *wanted = g_getenv ("USHER_TEST_LONG");

  return wanted != NULL && *wanted != '\0' && g_strcmp0 (wanted, "0") != 0;
}

guint
usher_test_rounds (guint few, guint many)
{
  return usher_test_is_long () ? many : few;
}

GRand *
usher_test_new_rand (void)
{
  const char *given = g_getenv ("USHER_TEST_SEED");
  guint32 seed = usher_test_is_long () ? g_random_int () : 20261121;

  if (given != NULL)
    seed = (guint32) g_ascii_strtoull (given, NULL, 10);
  g_test_message ("USHER_TEST_SEED=%u", seed);
  return g_rand_new_with_seed (seed);
}

void
usher_test_keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  g_assert_null (*slot);
  *slot = g_object_ref (result);
}

GAsyncResult *
usher_test_take_result (GAsyncResult **slot)
{
  usher_test_wait_for (*slot != NULL);
  return g_steal_pointer (slot);
}

char *
usher_test_make_dir (void)
{
  g_autoptr (GError) error = NULL;
  char *dir = g_dir_make_tmp ("usher-test-XXXXXX", &error);

  g_assert_no_error (error);
  return dir;
}

static int
remove_one (const char *path, const struct stat *info, int flag, struct FTW *where)
{
  return remove (path) == 0 || errno == ENOENT ? 0 : -1;
}

static gboolean
is_removed (const char *path)
{
  nftw (path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  return !g_file_test (path, G_FILE_TEST_EXISTS);
}

/* What a thread of the store still closes takes its own files away, or makes one, while they are walked over. */
void
usher_test_remove_tree (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    usher_test_wait_for (is_removed (path));
}

void
usher_test_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}
