/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A TCP proxy that breaks what goes through it: plain sockets, a thread a connection. It knows no HTTP, but
 * that who connects speaks first and the answer follows. */

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  USHER_FAULT_LATENCY,      /* each piece waits amount ± jitter ms */
  USHER_FAULT_REFUSED,      /* nobody listens for the next amount ms; 0: until the faults are changed */
  USHER_FAULT_BANDWIDTH,    /* amount bytes a second, both ways */
  USHER_FAULT_SLOW_CLOSE,   /* the end of a connection is told amount ms late */
  USHER_FAULT_HANG,         /* the connection is taken, and that is all */
  USHER_FAULT_RESET_BEFORE, /* reset when the request comes: the server never hears of it */
  USHER_FAULT_RESET_AFTER,  /* reset when the answer comes: the server has acted */
  USHER_FAULT_SLICE,        /* each byte of the answer is a packet of its own */
  USHER_FAULT_CUT,          /* closed after amount bytes of the answer */
  USHER_N_FAULTS
} UsherFaultKind;

typedef struct
{
  UsherFaultKind kind;
  double probability; /* of each connection; 1: all of them */
  guint amount;
  guint jitter;
} UsherFault;

typedef struct _UsherFaultProxy UsherFaultProxy;

/* target: a base address such as http://127.0.0.1:8080/v2.2. What is drawn follows from the seed. */
UsherFaultProxy *usher_fault_proxy_start    (const char *target, guint32 seed);
void             usher_fault_proxy_stop     (UsherFaultProxy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherFaultProxy, usher_fault_proxy_stop)

/* For connections from now on; those that are open are closed. Returns when nobody can meet the old ones. */
void             usher_fault_proxy_set      (UsherFaultProxy *self, const UsherFault *faults, guint n_faults);
/* The target's path at the proxy's port. */
const char      *usher_fault_proxy_get_base (UsherFaultProxy *self);
/* How often a fault was met, since the start. Refusals are drawn, not seen. */
guint            usher_fault_proxy_get_n    (UsherFaultProxy *self, UsherFaultKind kind);
guint            usher_fault_proxy_get_n_connections (UsherFaultProxy *self);
const char      *usher_fault_kind_get_name  (UsherFaultKind kind);

G_END_DECLS
