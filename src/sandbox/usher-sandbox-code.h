/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox.h"

G_BEGIN_DECLS

typedef enum
{
  USHER_SANDBOX_CODE_FAILED,  /* the error is set */
  USHER_SANDBOX_CODE_DONE,    /* sent, or right */
  USHER_SANDBOX_CODE_WRONG,
  USHER_SANDBOX_CODE_OLD,     /* its time is over, or there never was one */
  USHER_SANDBOX_CODE_LOCKED,  /* too many tries */
  USHER_SANDBOX_CODE_ENOUGH,  /* no other is sent yet */
} UsherSandboxCodeResult;

/* An e-mail address has to be proven by a code that is mailed to it. Each is one transaction. */
UsherSandboxCodeResult usher_sandbox_code_send  (UsherSandbox *sandbox, gint64 invitation, const char *email,
                                                 const char *sender, GError **error);
UsherSandboxCodeResult usher_sandbox_code_check (UsherSandbox *sandbox, gint64 invitation, const char *email,
                                                 const char *code, GError **error);
/* Looks only. OLD or DONE: a code may be asked for. */
UsherSandboxCodeResult usher_sandbox_code_look  (UsherSandbox *sandbox, gint64 invitation, const char *email,
                                                 GError **error);

G_END_DECLS
