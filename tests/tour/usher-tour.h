/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A walk through the real application: each step does something by an action or a widget, waits with a bound for
 * what it should bring, leaves a picture and prints a line. */

#include "common/usher-test-sandbox.h"
#include "model/usher-time.h"
#include "ui/usher-application.h"
#include "ui/usher-create-window.h"
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

G_BEGIN_DECLS

/* What the account of the walk is called. */
#define USHER_TOUR_ACCOUNT "Example Consulting"
#define USHER_TOUR_SERVER "api.example.com"

typedef struct
{
  UsherApplication *application; /* (unowned) */
  UsherWindow *window;           /* (unowned) */
  UsherTestSandbox *sandbox;     /* (unowned) */
  const char *trees;             /* (unowned) (nullable): where the accessibility trees go */
  const char *prefix;            /* (unowned) (nullable): what the names of pictures begin with */
  int width;                     /* of the windows; 0: what they like */
  gboolean looks;                /* whether texts that are cut are told */
  gpointer harmless;             /* (unowned) (nullable): the code that may be in a picture */
  gboolean plain;                /* whether texts without brackets are told */
  guint number;                  /* of the last picture */
  guint n_failed;
  guint n_unnamed;               /* screens on which something has no name */
} UsherTour;

/* Waits up to 20 seconds. */
gboolean   usher_tour_wait    (gboolean (*holds) (UsherTour *tour), UsherTour *tour);
/* Draws the window (NULL: the main one), writes NN-name.png, prints the line. ok: whether the step came about. */
void       usher_tour_picture (UsherTour *tour, GtkWidget *window, const char *name, const char *title,
                               gboolean ok);
/* Something between two pictures went wrong. */
void       usher_tour_fail    (UsherTour *tour, const char *what);
/* Activates "win.…" or "app.…" with a string parameter or none; FALSE when it is missing or disabled. */
gboolean   usher_tour_action  (UsherTour *tour, const char *name, const char *parameter);
/* A visible window of that type beside the main one. (nullable) */
GtkWidget *usher_tour_dialog  (UsherTour *tour, GType type);
/* The widget of that template id, in that window. Failing to find it is a failed step. (nullable) */
GtkWidget *usher_tour_find    (UsherTour *tour, GtkWidget *root, const char *id);

/* How it looks. */
gboolean   usher_tour_set_style (const char *style);
void       usher_tour_set_text  (int percent);
void       usher_tour_set_texts (const char *folder);
/* There is no room for all panes beside each other. */
gboolean   usher_tour_is_narrow (UsherTour *tour);
void       usher_tour_fit       (UsherTour *tour, GtkWidget *window);
void       usher_tour_look      (UsherTour *tour, GtkWidget *window);
/* The widget that says so, in the language of the walk. (nullable) */
GtkWidget *usher_tour_find_text (GtkWidget *root, const char *text);

/* Runs an application of its own with an account on that sandbox. */
void       usher_tour_run       (UsherTour *tour, UsherTestSandbox *sandbox, UsherUiTestBody body);
/* Opens a window by an action, draws it, and closes it. */
void       usher_tour_show_window (UsherTour *tour, const char *action, const char *name, const char *title);

/* The chapters. */
void       usher_tour_lists   (UsherTour *tour);
void       usher_tour_create  (UsherTour *tour);
void       usher_tour_act     (UsherTour *tour);
void       usher_tour_more    (UsherTour *tour);
void       usher_tour_windows (UsherTour *tour);
void       usher_tour_review  (UsherTour *tour);
void       usher_tour_shapes  (UsherTour *tour);
void       usher_tour_waiting (UsherTour *tour);
void       usher_tour_empty   (UsherTour *tour);
/* Applications and sandboxes of its own. */
void       usher_tour_states  (UsherTour *tour);

G_END_DECLS
