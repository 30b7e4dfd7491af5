/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Drafts as the journal holds them: read, judged, and written for the server when they are good. */

#include "fuzz.h"

#include "model/usher-field-errors.h"
#include "model/usher-invitation-draft.h"
#include "model/usher-json.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (JsonNode) node = usher_json_parse ((const char *) data, (gssize) size, NULL);
  g_autoptr (UsherInvitationDraft) draft = NULL;
  g_autoptr (UsherFieldErrors) wrong = NULL;
  g_autoptr (JsonNode) kept = NULL;
  g_autoptr (UsherInvitationDraft) again = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (JsonNode) kept_again = NULL;

  if (node == NULL)
    return 0;
  draft = usher_invitation_draft_new_from_journal (node, NULL);
  if (draft == NULL)
    return 0;
  wrong = usher_invitation_draft_check (draft);
  if (wrong == NULL)
    {
      g_autoptr (JsonNode) body = usher_invitation_draft_to_json (draft);
      g_autofree char *text = usher_json_to_string (body, FALSE);

      fuzz_must (text != NULL);
    }
  else
    fuzz_must (usher_field_errors_get_length (wrong) > 0);

  /* What the journal keeps of it is the same when it is read again. */
  kept = usher_invitation_draft_to_journal (draft);
  again = usher_invitation_draft_new_from_journal (kept, NULL);
  fuzz_must (again != NULL);
  kept_again = usher_invitation_draft_to_journal (again);
  first = usher_json_to_string (kept, FALSE);
  second = usher_json_to_string (kept_again, FALSE);
  fuzz_must (g_str_equal (first, second));
  return 0;
}
