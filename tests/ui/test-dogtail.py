#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives Usher as assistive technology does, through dogtail: finds the window and its rows, starts a new invitation by
its button, and finds what is to be filled in. Skipped where dogtail or the accessibility bus is missing."""

import json
import os
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
            rows = wait_for("rows", lambda: find_all(window, "table row", "Contributor, Active"))
            print(f"ok 2 - rows say whole sentences, as: {rows[0].name}")
            button = wait_for("the button", lambda: find_all(window, "button", "New invitation"))[0]
            button.doActionNamed("click")
            # A window of its own, or, from libadwaita 1.5 on, a part of that one.
            dialog = wait_for("the wizard", lambda: [c for c in program.children if c.name == "New Invitation"]
                              or find_all(window, "dialog", "New Invitation"))[0]
            print("ok 3 - the button opens the wizard")
            wait_for("the first choice", lambda: find_all(dialog, "radio button", "Connect a new utility account"))
            print("ok 4 - its first step asks what the recipient should do")
        finally:
            usher.terminate()
            usher.wait()
            sandbox.terminate()
            sandbox.wait()


print("1..4")
try:
    main()
except Exception as error:  # dogtail keeps what nobody catches to itself
    print(f"Bail out! {type(error).__name__}: {error}")
    sys.exit(1)
