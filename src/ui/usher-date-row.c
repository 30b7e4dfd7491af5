/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A date in the form the API uses, which every locale can read. Main thread. */
#include "ui/usher-date-row.h"

#include "model/usher-time.h"
#include "ui/usher-ui.h"

struct _UsherDateRow
{
  AdwEntryRow parent_instance;

  GtkPopover *popover;   /* (template) */
  GtkCalendar *calendar; /* (template) */

  gboolean opening;
};

G_DEFINE_FINAL_TYPE (UsherDateRow, usher_date_row, ADW_TYPE_ENTRY_ROW)

/* The calendar opens on the date that is typed. */
static void
on_show (UsherDateRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self));
  g_autoptr (GDateTime) date = NULL;
  int year, month, day;

  /* NOLINTNEXTLINE(cert-err34-c): valid, so it is ten characters, and the widths are bounded */
  if (!usher_date_is_valid (text) || sscanf (text, "%4d-%2d-%2d", &year, &month, &day) != 3)
    return;
  date = g_date_time_new_local (year, month, day, 0, 0, 0);
  if (date == NULL)
    return;
  self->opening = TRUE;
  gtk_calendar_select_day (self->calendar, date);
  self->opening = FALSE;
}

static void
on_day_selected (UsherDateRow *self)
{
  g_autoptr (GDateTime) date = NULL;
  g_autofree char *text = NULL;

  if (self->opening)
    return;
  date = gtk_calendar_get_date (self->calendar);
  text = g_date_time_format (date, "%Y-%m-%d");
  gtk_editable_set_text (GTK_EDITABLE (self), text);
}

static void
usher_date_row_class_init (UsherDateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-date-row.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherDateRow, popover);
  gtk_widget_class_bind_template_child (widget_class, UsherDateRow, calendar);
  gtk_widget_class_bind_template_callback (widget_class, on_show);
  gtk_widget_class_bind_template_callback (widget_class, on_day_selected);
}

static void
usher_date_row_init (UsherDateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * usher_date_row_new:
 *
 * Returns: (transfer floating): a row without a date
 */
GtkWidget *
usher_date_row_new (void)
{
  return g_object_new (USHER_TYPE_DATE_ROW, NULL);
}
