/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/usher-session.h"

G_BEGIN_DECLS

/* The list of invitations: what the session's query finds, with search, sorting and states.
 * Properties: session; selected (the one row that is selected, or NULL), n-selected, search-mode, empty.
 * Signal: item-activated, when the person goes into the selected row. */
#define USHER_TYPE_INVITATION_PANE (usher_invitation_pane_get_type ())
G_DECLARE_FINAL_TYPE (UsherInvitationPane, usher_invitation_pane, USHER, INVITATION_PANE, AdwBin)

GtkWidget           *usher_invitation_pane_new             (void);
void                 usher_invitation_pane_set_session     (UsherInvitationPane *self,
                                                            UsherSession *session);
/* (nullable) (transfer none): NULL when none or several are selected. */
UsherInvitationItem *usher_invitation_pane_get_selected    (UsherInvitationPane *self);
guint                usher_invitation_pane_get_n_selected  (UsherInvitationPane *self);
/* Whether a text stands where the list would be. */
gboolean             usher_invitation_pane_get_empty       (UsherInvitationPane *self);
/* Whether usher_invitation_pane_dup_selection() needs no reading. */
gboolean             usher_invitation_pane_has_selection_at_hand (UsherInvitationPane *self);
/* (element-type UsherInvitationItem) (transfer full): all that are selected, in no order. */
GPtrArray           *usher_invitation_pane_dup_selection   (UsherInvitationPane *self);
/* Selects that invitation alone; if it is not listed yet (just made), as soon as it is. */
void                 usher_invitation_pane_select_id       (UsherInvitationPane *self, const char *id);
/* Where type-ahead is heard: the window. */
void                 usher_invitation_pane_set_key_capture (UsherInvitationPane *self, GtkWidget *widget);
/* In a narrow window a click goes into the row. */
void                 usher_invitation_pane_set_click_activates (UsherInvitationPane *self, gboolean activates);
void                 usher_invitation_pane_clear_search    (UsherInvitationPane *self);
/* Where the header bar has no room for them, the filters stand beside the search. */
void                 usher_invitation_pane_set_has_filter_button (UsherInvitationPane *self, gboolean has);
void                 usher_invitation_pane_show_filters    (UsherInvitationPane *self);
/* FALSE when there is no row to put the focus on. */
gboolean             usher_invitation_pane_focus           (UsherInvitationPane *self);
/* Widths that the person gave to columns, by the word of what they sort by: a{si}. */
GVariant            *usher_invitation_pane_save_widths     (UsherInvitationPane *self);
void                 usher_invitation_pane_load_widths     (UsherInvitationPane *self, GVariant *widths);

G_END_DECLS
