/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long a turn of the main loop is busy with our own code, between one poll and the next.
 *
 * Time is that of the processor in this thread, so that a machine with much else to do fails nothing. Whose it is, is
 * asked every few milliseconds of it, as a profiler does: of the functions that are being called, the innermost that is
 * ours or the toolkit's owns the time since the last question. GTK that lays out and draws on our behalf, without a
 * graphics card here, is not ours; GLib, SQLite and the C library are whose they were called from. */
#include "ui/usher-ui-watchdog.h"

#include <execinfo.h>
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
#define UNDER_SANITIZERS TRUE
#else
#define UNDER_SANITIZERS FALSE
#endif

#define LIMIT_MS 50.0
/* The kernel rounds this up to its tick. */
#define INTERVAL_NS (2 * 1000 * 1000)
/* The kernel asks at each of its ticks, every 10 ms at the slowest. Where it did not, the machine itself stood still: a
 * virtual one is charged for what its host took away. */
#define MAX_BETWEEN_MS 20.0
#define MAX_FRAMES 96
#define MAX_RANGES 32
#define MAX_SEEN 12

typedef struct
{
  guintptr begin;
  guintptr end;
} Range;

typedef struct
{
  gboolean running;
  gboolean failing;
  int depth;
  Range ours;                /* the program */
  Range toolkit[MAX_RANGES]; /* GTK and what it draws with */
  guint n_toolkit;
  Range loops[3];            /* GLib's functions that run the loop: nobody below called the code above them */
  double asked;              /* ms of processor time at the last question */
  double turn;               /* ms of this turn that were ours */
  double longest;            /* of all turns since it was asked last */
  double worst;              /* of all turns */
  guintptr seen[MAX_SEEN];   /* where in our code this turn was, relative to the program's beginning */
  guint n_seen;
} Watchdog;

static Watchdog watchdog;

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

static gboolean
is_within (const Range *range, guintptr address)
{
  return address >= range->begin && address < range->end;
}

static gboolean
is_within_any (const Range *ranges, guint n, guintptr address)
{
  for (guint i = 0; i < n; i++)
    if (is_within (&ranges[i], address))
      return TRUE;
  return FALSE;
}

/* Where in our code, or 0 when the time is not ours. */
static guintptr
find_owner (void **frames, int n)
{
  /* The first two are the handler and what the kernel put below it. */
  for (int i = 2; i < n; i++)
    {
      guintptr address = (guintptr) frames[i];

      if (is_within (&watchdog.ours, address))
        return address;
      if (is_within_any (watchdog.toolkit, watchdog.n_toolkit, address)
          || is_within_any (watchdog.loops, G_N_ELEMENTS (watchdog.loops), address))
        return 0;
    }
  return 0;
}

/* In a signal handler: nothing here allocates or locks. */
static void
on_tick (int number)
{
  void *frames[MAX_FRAMES];
  double time = now ();
  double passed = time - watchdog.asked;
  guintptr owner;

  watchdog.asked = time;
  if (g_main_depth () <= watchdog.depth)
    return;
  owner = find_owner (frames, backtrace (frames, MAX_FRAMES));
  if (owner == 0)
    return;
  watchdog.turn += MIN (passed, MAX_BETWEEN_MS);
  if (watchdog.n_seen < MAX_SEEN)
    watchdog.seen[watchdog.n_seen++] = owner - watchdog.ours.begin;
}

static void
end_turn (void)
{
  g_autoptr (GString) where = NULL;

  watchdog.longest = MAX (watchdog.longest, watchdog.turn);
  watchdog.worst = MAX (watchdog.worst, watchdog.turn);
  if (watchdog.turn > LIMIT_MS && watchdog.failing)
    {
      where = g_string_new (NULL);
      for (guint i = 0; i < watchdog.n_seen; i++)
        g_string_append_printf (where, " 0x%" G_GINTPTR_MODIFIER "x", watchdog.seen[i]);
      /* A subprocess's standard output is nobody's, but its errors are shown. */
      g_printerr ("our code held the main loop for %.0f ms; addr2line -fe %s%s\n", watchdog.turn, g_get_prgname (),
                  where->str);
      g_test_fail ();
    }
  watchdog.turn = 0;
  watchdog.n_seen = 0;
}

/* Between two of these lies a turn. */
static int
on_poll (GPollFD *fds, guint n, int timeout)
{
  int ready;

  end_turn ();
  ready = g_poll (fds, n, timeout);
  watchdog.asked = now ();
  return ready;
}

static int
on_library (struct dl_phdr_info *info, size_t size, void *data)
{
  static const char *const names[] = { "libgtk-4", "libadwaita-1", "libpango", "libcairo", "libpixman", "libharfbuzz",
                                       "libfontconfig", "libfreetype", "librsvg", "libgdk_pixbuf", "libX11", "libgraphene",
                                       "libfribidi" };
  Range range = { G_MAXSIZE, 0 };
  gboolean is_toolkit = FALSE;

  for (int i = 0; i < info->dlpi_phnum; i++)
    {
      if (info->dlpi_phdr[i].p_type != PT_LOAD)
        continue;
      range.begin = MIN (range.begin, info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
      range.end = MAX (range.end, info->dlpi_addr + info->dlpi_phdr[i].p_vaddr + info->dlpi_phdr[i].p_memsz);
    }
  /* The program itself comes first, and has no name here. */
  if (watchdog.ours.end == 0)
    {
      watchdog.ours = range;
      return 0;
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    is_toolkit = is_toolkit || strstr (info->dlpi_name, names[i]) != NULL;
  if (is_toolkit && watchdog.n_toolkit < MAX_RANGES)
    watchdog.toolkit[watchdog.n_toolkit++] = range;
  return 0;
}

static Range
get_function (gpointer address)
{
  Range range = { (guintptr) address, (guintptr) address + 1 };
  const ElfW (Sym) *symbol = NULL;
  Dl_info info;

  if (dladdr1 (address, &info, (void **) &symbol, RTLD_DL_SYMENT) != 0 && symbol != NULL)
    range.end = (guintptr) info.dli_saddr + symbol->st_size;
  return range;
}

static void
tell_worst (void)
{
  printf ("# our longest turn of the main loop: %.0f ms\n", watchdog.worst);
}

void
usher_ui_watchdog_start (void)
{
  struct sigaction action = { .sa_handler = on_tick, .sa_flags = SA_RESTART };
  struct itimerspec interval = { { 0, INTERVAL_NS }, { 0, INTERVAL_NS } };
  struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGPROF };
  void *frames[4];
  timer_t timer;

  if (UNDER_SANITIZERS || watchdog.running)
    return;
  dl_iterate_phdr (on_library, NULL);
  watchdog.loops[0] = get_function (dlsym (RTLD_DEFAULT, "g_main_context_dispatch"));
  watchdog.loops[1] = get_function (dlsym (RTLD_DEFAULT, "g_main_context_iteration"));
  watchdog.loops[2] = get_function (dlsym (RTLD_DEFAULT, "g_main_loop_run"));
  /* Both load or allocate something when they are called first. */
  backtrace (frames, G_N_ELEMENTS (frames));
  g_main_depth ();
  /* NOLINTNEXTLINE: the field has this name in glibc only */
  event._sigev_un._tid = gettid ();
  if (sigaction (SIGPROF, &action, NULL) != 0 || timer_create (CLOCK_THREAD_CPUTIME_ID, &event, &timer) != 0
      || timer_settime (timer, 0, &interval, NULL) != 0)
    {
      g_test_message ("there is no clock here that a watchdog could use");
      return;
    }
  atexit (tell_worst);
  watchdog.running = TRUE;
  watchdog.failing = TRUE;
  watchdog.asked = now ();
  g_main_context_set_poll_func (NULL, on_poll);
}

gboolean
usher_ui_watchdog_is_running (void)
{
  return watchdog.running;
}

void
usher_ui_watchdog_set_depth (int depth)
{
  watchdog.depth = depth;
}

double
usher_ui_watchdog_take_longest (void)
{
  double longest = MAX (watchdog.longest, watchdog.turn);

  watchdog.longest = 0;
  return longest;
}

void
usher_ui_watchdog_set_failing (gboolean failing)
{
  watchdog.failing = failing;
}
