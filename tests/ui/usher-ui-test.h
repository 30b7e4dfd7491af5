/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What tests of widgets need: the toolkit without animations, a window to stand in, a way to find a
 * widget, and pictures on request (USHER_TEST_PICTURES=folder). */

#include <adwaita.h>

#include "ui/compat/usher-dialog.h"
#include "common/usher-test.h"

G_BEGIN_DECLS

/* g_test_init(), the toolkit, resources, style. */
void       usher_ui_test_init      (int *argc, char ***argv);
/* A window of that size with the widget in it, shown and drawn. Destroy it with usher_ui_test_close(). */
GtkWidget *usher_ui_test_show      (GtkWidget *child, int width, int height);
/* Destroys a window and lets the toolkit finish with it. */
void       usher_ui_test_close     (GtkWidget *window);
/* Waits until the widget is mapped and its next frame was drawn. */
void       usher_ui_test_draw      (GtkWidget *widget);
/* The n-th descendant (0: the first) of that type, in order; also popovers. (nullable) */
GtkWidget *usher_ui_test_find      (GtkWidget *root, GType type, guint n);
/* The template child of that id, whoever's template it is; searched from root down. (nullable) */
GtkWidget *usher_ui_test_find_id   (GtkWidget *root, const char *id);
/* The descendant label, button or row that shows this text. (nullable) */
GtkWidget *usher_ui_test_find_text (GtkWidget *root, const char *text);
/* The descendant that has this in any text that it shows, or tells a screen reader about itself: a label, what is typed, a
 * hint, a title. What is in no picture, like a hidden page, counts as well. (nullable) */
GtkWidget *usher_ui_test_find_part (GtkWidget *root, const char *part);
/* The newest window of that type. (nullable) */
GtkWidget *usher_ui_test_window    (GType type);
/* The first event controller of that type. (nullable) (transfer none) */
gpointer   usher_ui_test_find_controller (GtkWidget *widget, GType type);
/* How many widgets are seen below root that say something by their colour: success, warning, error, accent. Fails where
 * one says it by colour alone, without a word, or an icon that has a name. */
guint      usher_ui_test_count_coloured (GtkWidget *root);
/* How many widgets at or below it are on their way from one state to another. */
guint      usher_ui_test_count_moving (GtkWidget *widget);
/* A PNG of the widget when USHER_TEST_PICTURES is set. */
void       usher_ui_test_picture   (GtkWidget *widget, const char *name);

/* A widget that is finalized with its last reference: sinks, runs dispose by unref, asserts. */
#define usher_ui_test_assert_finalize(widget) g_assert_finalize_object (G_OBJECT (widget))

/* Until the toolkit's own dialog for files has read the folder that it begins with. */
void usher_ui_test_wait_for_folder (GtkWidget *dialog);

G_END_DECLS
