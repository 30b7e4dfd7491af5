#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives Usher as assistive technology does, through dogtail: chooses a list, selects a row and hears what it says, reads
its activity log, starts a new invitation by its button, fills in an address, and cancels. Skipped where dogtail or the
accessibility bus is missing."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time

# Warnings of the bindings are not ours, and are not to end this.
os.environ.pop("G_DEBUG", None)
try:
    from dogtail.config import config

    # The setting of the desktop is not asked: the bus is this session's own.
    config.checkForA11y = False
    config.logDebugToFile = False
    config.logDebugToStdOut = False
    from dogtail import rawinput
    from dogtail.tree import root
except Exception as error:  # not installed, or there is no accessibility bus
    # build-aux/test says that all it wants was installed.
    print((f"Bail out! dogtail: {error}" if os.environ.get("USHER_TEST_TOOLS")
           else f"1..0 # SKIP dogtail cannot be used: {error}").replace("\n", " "))
    sys.exit(0)

PATIENCE = 60


def wait_for(what, find):
    """Until find() gives something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            found = find()
        except Exception:  # it went while it was looked at
            found = None
        if found:
            return found
    raise AssertionError(f"waited in vain for {what}")


def find_all(node, role, words=""):
    # AT-SPI 2.53 calls a push button a button.
    roles = ("push button", "button") if role == "button" else (role,)
    return node.findChildren(lambda child: child.roleName in roles and words in child.name, showingOnly=False)


# "a@example.com, Contributor, Active, expires in 3 days, not opened"
ROW = re.compile(r"\S+@\S+( and \d+ more)?, (Contributor|Reconnect), Active, (never expires|expires .+), .*opened.*")


def read_rows(listed, status):
    """All of a list, when they are of that status alone."""
    rows = [row for row in listed.children if ", " in row.name]
    return rows if all(f", {status}" in row.name for row in rows) else None


def find_wizard(program, window):
    """A window of its own, or, from libadwaita 1.5 on, a part of that one."""
    found = [c for c in program.children if c.name == "New Invitation"] or find_all(window, "dialog", "New Invitation")
    return found[0] if found else None


def main():
    with tempfile.TemporaryDirectory() as folder:
        sandbox = subprocess.Popen([os.environ["USHER_SANDBOX"], "--port", "0", "--data", f"{folder}/sandbox", "--demo", "12",
                                    "--seed", "7", "--die-with-parent"], stdout=subprocess.PIPE, text=True)
        told = json.loads(sandbox.stdout.readline())
        environment = dict(os.environ, USHER_API_KEY=told["apiKey"], GTK_A11Y="atspi")
        usher = subprocess.Popen([os.environ["USHER_PROGRAM"], "--server", told["baseUrl"], "--data-dir", f"{folder}/usher"],
                                 env=environment)
        try:
            program = wait_for("the program", lambda: next((a for a in root.applications() if "usher" in a.name.lower()), None))
            window = wait_for("the window", lambda: find_all(program, "frame", "Usher"))[0]
            print("ok 1 - the window is there")
            listed = wait_for("rows", lambda: find_all(window, "table row", "Contributor, Active"))[0].parent
            # The keyboard is this display's own.
            rawinput.keyCombo("<Alt>2")
            rows = wait_for("the active ones alone", lambda: read_rows(listed, "Active"))
            print("ok 2 - a list is chosen")
            # As a screen reader chooses: it selects, and presses nothing.
            lists = find_all(window, "list", "Lists")[0]
            marked = next(r for r in lists.children if "Expired" in r.name)
            assert lists.querySelection().selectChild(marked.indexInParent)
            wait_for("the expired ones alone", lambda: read_rows(listed, "Expired"))
            marked = next(r for r in lists.children if "Active" in r.name)
            assert lists.querySelection().selectChild(marked.indexInParent)
            rows = wait_for("the active ones again", lambda: read_rows(listed, "Active"))
            print("ok 3 - and chosen by selecting it")
            row = next(r for r in rows if ROW.fullmatch(r.name))
            assert listed.querySelection().selectChild(row.indexInParent)
            wait_for("the selection", lambda: row.selected)
            print(f"ok 4 - a row says recipient, kind, status and expiry: {row.name}")
            who = re.split(r" and |,", row.name)[0]
            heading = wait_for("what is known of it", lambda: find_all(window, "heading", who))[0]
            print(f"ok 5 - what is known of it has its name: {heading.name}")
            wait_for("the newest of its activity log", lambda: find_all(window, "list item", "The invitation was")
                     or window.findChildren(lambda c: c.name.startswith("The invitation was"), showingOnly=False))
            print("ok 6 - its activity log tells what happened")
            button = wait_for("the button", lambda: find_all(window, "button", "New invitation"))[0]
            button.doActionNamed("click")
            dialog = wait_for("the wizard", lambda: find_wizard(program, window))
            wait_for("the first choice", lambda: find_all(dialog, "radio button", "Connect a new utility account"))
            print("ok 7 - the button opens the wizard, whose first step asks what the recipient should do")
            wait_for("the way on", lambda: find_all(dialog, "button", "Next"))[0].doActionNamed("click")
            field = wait_for("the field", lambda: find_all(dialog, "text", "Add Email Addresses"))[0]
            field.text = "a@example.com"
            wait_for("the way to add it", lambda: [b for b in find_all(dialog, "button", "Add the addresses") if b.sensitive]
                     )[0].doActionNamed("click")
            wait_for("the address", lambda: find_all(dialog, "list item", "a@example.com"))
            print("ok 8 - an address is typed and added")
            find_all(dialog, "button", "Cancel")[0].doActionNamed("click")
            wait_for("the question", lambda: find_all(program, "button", "Discard"))[0].doActionNamed("click")
            wait_for("the end of the wizard", lambda: not find_wizard(program, window))
            print("ok 9 - and cancelled")
        finally:
            usher.terminate()
            usher.wait()
            sandbox.terminate()
            sandbox.wait()


print("1..9")
try:
    main()
except Exception as error:  # dogtail keeps what nobody catches to itself
    print(f"Bail out! {type(error).__name__}: {error}")
    sys.exit(1)
