/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A shim below SQLite: it makes the disk fail at a chosen operation, or writes down everything that went to the disk,
 * so that a power cut can be played at any of it. It is the process's default VFS from install() on; nothing is
 * really synced. Safe to use while other threads use databases. */

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  USHER_DISK_FULL,        /* ENOSPC: nothing of a write is written */
  USHER_DISK_SHORT_WRITE, /* half of it is, and then the disk is full */
  USHER_DISK_EIO_WRITE,   /* writes and truncations fail */
  USHER_DISK_EIO_SYNC,    /* a sync fails */
  USHER_DISK_EIO_READ,    /* a read fails */
  USHER_N_DISK_FAULTS
} UsherDiskFault;

void        usher_fault_vfs_install   (void);
/* The nth operation of the fault's kind from now on fails, counted from 1; lasting: and all after it. */
void        usher_fault_vfs_fail      (UsherDiskFault fault, guint nth, gboolean lasting);
/* All is well again. Returns how many operations failed. */
guint       usher_fault_vfs_heal      (void);
const char *usher_disk_fault_get_name (UsherDiskFault fault);

/* What happened to the files, from record() on until heal(). */
typedef struct _UsherDiskLog UsherDiskLog;

typedef enum
{
  USHER_CUT_WRITTEN,  /* everything before the cut has reached the disk */
  USHER_CUT_TORN,     /* and half of what was being written */
  USHER_CUT_SYNCED,   /* only what was synced has */
  USHER_CUT_RANDOM,   /* and some of what was not */
  USHER_N_CUTS
} UsherCut;

UsherDiskLog *usher_fault_vfs_record     (void);
void          usher_disk_log_free        (UsherDiskLog *log);
guint         usher_disk_log_get_length  (UsherDiskLog *log);
/* Makes the files as they are after a power cut before operation number `at`: from folder `from` to `to`. */
void          usher_disk_log_replay      (UsherDiskLog *log, guint at, UsherCut cut, GRand *rand, const char *from,
                                          const char *to);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherDiskLog, usher_disk_log_free)

G_END_DECLS
