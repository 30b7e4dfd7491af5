/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BENCH_QUIET 300 /* ms without anything to do, before each time is taken */

typedef gboolean (*BenchReady) (gpointer data);

/* A window with a GtkColumnView, a text in each cell that never changes. */
typedef struct
{
  GtkWidget *window;        /* (unowned) */
  GtkWidget *scroller;      /* (unowned) */
  GtkMultiSelection *model; /* (unowned): the view's */
} BenchBare;

/* Microseconds by the clock, or, with USHER_BENCH_CLOCK=cpu, of this thread's work: for a machine on which others are at
 * work as well. */
gint64     bench_get_time      (void);
void       bench_rest          (guint milliseconds);
/* Milliseconds since begin until a frame of that widget's window was painted that found it ready. */
double     bench_until_painted (GtkWidget *widget, gint64 begin, BenchReady ready, gpointer data);
double     bench_get_rank      (double *values, guint n, double rank);
/* As large as that widget. */
void       bench_bare_open     (BenchBare *self, GtkWidget *beside, guint n_columns);
/* Milliseconds for n other rows. */
double     bench_bare_swap     (BenchBare *self, guint n);
/* Milliseconds for a jump to that part of the rows, from 0 to 1. */
double     bench_jump          (GtkWidget *scroller, double where);
/* Until a frame after which that is so. */
double     bench_jump_until    (GtkWidget *scroller, double where, BenchReady drawn, gpointer data);
/* (nullable) The first descendant of that type. */
GtkWidget *bench_find          (GtkWidget *widget, GType type);
/* The longest turn of the main loop since, in milliseconds that this thread computed: whatever else runs on the machine. */
void       bench_turns_begin       (void);
double     bench_turns_get_longest (void);

G_END_DECLS
