/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything that decodes an answer of the server. The first byte says what it is taken for. */

#include "fuzz.h"

#include "api/usher-page.h"
#include "api/usher-refusal.h"
#include "api/usher-retry.h"
#include "model/usher-company.h"
#include "model/usher-connection.h"
#include "model/usher-event.h"
#include "model/usher-invitation.h"
#include "model/usher-json.h"

typedef gpointer (*NewFunc) (JsonNode *node, GError **error);

static const char *
get_invitation_id (gpointer item)
{
  return usher_invitation_get_id (item);
}

static const UsherItemType invitations
    = { "invitations", (NewFunc) usher_invitation_new_from_json, get_invitation_id };

static void
use_invitation (UsherInvitation *invitation)
{
  g_autoptr (JsonNode) node = usher_invitation_to_json (invitation, USHER_JSON_FLAGS_WITH_LINKS);
  g_autofree char *text = usher_json_to_string (node, FALSE);
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new_from_invitation (invitation);
  g_autoptr (UsherFieldErrors) wrong = usher_invitation_draft_check (draft);
  g_autoptr (JsonNode) back = usher_json_parse (text, -1, NULL);

  fuzz_must (back != NULL); /* what we write we can read */
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (JsonNode) root = NULL;
  const char *text = (const char *) data + 1;

  if (size == 0)
    return 0;
  size--;
  if (data[0] % 8 == 6)
    {
      g_autoptr (GBytes) body = g_bytes_new (text, size);
      g_autoptr (UsherRefusal) refusal = usher_refusal_new (body);

      fuzz_must (refusal->summary == NULL || g_utf8_validate (refusal->summary, -1, NULL));
      return 0;
    }
  if (data[0] % 8 == 7)
    {
      g_autofree char *header = g_strndup (text, size);
      int seconds = usher_retry_parse_after (header, 1795162500 * G_GINT64_CONSTANT (1000000));

      fuzz_must (seconds >= -1 && seconds <= 86400);
      return 0;
    }

  root = usher_json_parse (text, (gssize) size, NULL);
  if (root == NULL)
    return 0;
  switch (data[0] % 8)
    {
    case 0:
      {
        g_autoptr (UsherInvitation) invitation = usher_invitation_new_from_json (root, NULL);

        if (invitation != NULL)
          use_invitation (invitation);
        break;
      }
    case 1:
      {
        g_autoptr (UsherPage) page = usher_page_read (root, &invitations);

        for (guint i = 0; page != NULL && i < page->items->len; i++)
          fuzz_must (usher_invitation_get_id (g_ptr_array_index (page->items, i)) != NULL);
        break;
      }
    case 2:
      {
        g_autoptr (UsherConnection) connection = usher_connection_new_from_json (root, NULL);
        break;
      }
    case 3:
      {
        g_autoptr (UsherCompany) company = usher_company_new_from_json (root, NULL);
        break;
      }
    case 4:
      {
        g_autoptr (UsherEvent) event = usher_event_new_from_json (root, NULL);
        break;
      }
    default:
      {
        g_autofree char *again = usher_json_to_string (root, TRUE);

        fuzz_must (again != NULL);
        break;
      }
    }
  return 0;
}
