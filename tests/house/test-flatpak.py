#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds both Flatpak manifests to what the project allows itself: no permission but the five that a networked
window needs, files and secrets through portals, modules pinned by checksum. One TAP line a rule."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

ALLOWED = {"--share=network", "--share=ipc", "--socket=wayland", "--socket=fallback-x11", "--device=dri"}
KEYS = {"id", "runtime", "runtime-version", "sdk", "command", "finish-args", "cleanup", "modules"}
MODULE_KEYS = {"name", "buildsystem", "config-opts", "cleanup", "sources"}
# What the runtime has already (GLib, GTK, libsoup, json-glib, libsecret, SQLite, libgcrypt, iso-codes) is no module.
LACKING = ["gmime", "qrencode", "usher"]
count = 0


def report(name, findings):
    global count
    count += 1
    print(("not ok" if findings else "ok"), count, "-", name)
    for finding in findings:
        print("#", finding)


def check(path, app_id, profile):
    global count
    name = os.path.basename(path)
    with open(path, encoding="utf-8") as file:
        manifest = json.load(file)
    report(f"{name}: only keys that flatpak-builder knows",
           [key for key in manifest if key not in KEYS]
           + [f"{m['name']}: {key}" for m in manifest["modules"] for key in m if key not in MODULE_KEYS])
    report(f"{name}: its id is {app_id}, and so is its file's name",
           [] if manifest["id"] == app_id and name == app_id + ".json" else [manifest["id"]])
    report(f"{name}: the GNOME runtime, by a stable version",
           [] if manifest["runtime"] == "org.gnome.Platform" and manifest["sdk"] == "org.gnome.Sdk"
           and re.fullmatch(r"[0-9]{2}", manifest["runtime-version"]) else [manifest["runtime-version"]])
    report(f"{name}: exactly the permissions that are allowed",
           sorted(ALLOWED.symmetric_difference(manifest["finish-args"])))
    report(f"{name}: modules only for what the runtime lacks",
           [] if [m["name"] for m in manifest["modules"]] == LACKING else [m["name"] for m in manifest["modules"]])
    unpinned = []
    for module in manifest["modules"][:-1]:
        for source in module["sources"]:
            # A commit is a checksum of all that it holds; a tag alone may be moved.
            pin = {"archive": ("sha256", 64), "git": ("commit", 40)}.get(source["type"], ("", 1))
            if not source["url"].startswith("https://") \
               or not re.fullmatch(r"[0-9a-f]{%d}" % pin[1], source.get(pin[0], "")):
                unpinned.append(f"{module['name']}: {source}")
        if module["buildsystem"] not in ("autotools", "meson", "cmake-ninja"):
            unpinned.append(f"{module['name']}: {module['buildsystem']}")
    report(f"{name}: every source is pinned by a checksum", unpinned)
    usher = manifest["modules"][-1]
    report(f"{name}: Usher is built from this tree in the profile {profile}",
           [] if usher["sources"] == [{"type": "dir", "path": ".."}] and f"-Dprofile={profile}" in usher["config-opts"]
           else [str(usher)])
    builder = shutil.which("flatpak-builder")
    if builder is None:
        count += 1
        # build-aux/test says that all it wants was installed.
        if os.environ.get("USHER_TEST_TOOLS"):
            print("not ok", count, f"- {name}: flatpak-builder is not installed")
        else:
            print("ok", count, f"- {name}: flatpak-builder reads it # SKIP flatpak-builder is not installed")
        return
    # It makes its folders where it stands, and its own warnings are not ours.
    environment = {name: value for name, value in os.environ.items() if name != "G_DEBUG"}
    with tempfile.TemporaryDirectory() as folder:
        shown = subprocess.run([builder, "--show-manifest", path], cwd=folder, env=environment,
                               capture_output=True, text=True)
    try:
        findings = [] if json.loads(shown.stdout)["finish-args"] == manifest["finish-args"] else [shown.stdout]
    except ValueError:
        findings = [shown.stderr.strip()]
    report(f"{name}: flatpak-builder reads it", findings)


top = os.environ["USHER_SOURCE_DIR"]
check(os.path.join(top, "flatpak", "io.github.usher.Usher.json"), "io.github.usher.Usher", "default")
check(os.path.join(top, "flatpak", "io.github.usher.Usher.Devel.json"), "io.github.usher.Usher.Devel", "development")

first, second = (json.load(open(os.path.join(top, "flatpak", f"io.github.usher.Usher{which}.json"), encoding="utf-8"))
                 for which in ("", ".Devel"))
for manifest in (first, second):
    manifest["id"] = manifest["modules"][-1]["config-opts"] = None
report("both manifests differ in the profile only", [] if first == second else ["they differ"])
print(f"1..{count}")
sys.exit(0)
