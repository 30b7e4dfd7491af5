/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-log-chain.h"

G_BEGIN_DECLS

/* Checks lines of a chain, several at a time: since every line carries its value, each can be checked against the
 * value that the line before claims. One thread at a time. */
typedef struct _UsherChainCheck UsherChainCheck;

UsherChainCheck *usher_chain_check_new   (void);
void             usher_chain_check_free  (UsherChainCheck *self);
/* former: what the line before claims; claimed: what this line claims. number: what it is called. */
void             usher_chain_check_add   (UsherChainCheck *self, const guint8 former[USHER_CHAIN_SIZE],
                                          const char *body, gsize length,
                                          const guint8 claimed[USHER_CHAIN_SIZE], guint64 number);
/* The lowest number of a line that does not follow from the one before; G_MAXUINT64 when all do. Begins anew. */
guint64          usher_chain_check_finish (UsherChainCheck *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherChainCheck, usher_chain_check_free)

G_END_DECLS
