#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is said of a leak (tests/common/leaks.py): it may be ours, unless it can be told that it is not.
set -u
leaks=${USHER_SOURCE_DIR:?}/tests/common/leaks.py
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
n=0

# judge CODE NAME: standard input is a report without its first line.
judge () {
  local code
  n=$((n + 1))
  { echo "==1==ERROR: LeakSanitizer: detected memory leaks"; echo; cat; } > "$dir/report"
  "$leaks" "$dir/report" 2> "$dir/errors"
  code=$?
  if [ $code = "$1" ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; sed 's/^/# /' "$dir/errors"; fi
}

judge 0 "the toolkit's, called by the main loop" <<'EOF'
Direct leak of 24 byte(s) in 1 object(s) allocated from:
    #0 0x1 in __interceptor_malloc asan_malloc_linux.cpp:69
    #1 0x1 in g_list_prepend (/lib/libglib-2.0.so.0+0x1)
    #2 0x1  (/lib/libgtk-4.so.1+0x1)
    #3 0x1 in g_main_context_dispatch (/lib/libglib-2.0.so.0+0x1)
    #4 0x1 in usher_test_wait_turn ../tests/common/usher-test.c:99
EOF
judge 0 "a library's thread's" <<'EOF'
Indirect leak of 24 byte(s) in 1 object(s) allocated from:
    #0 0x1 in __interceptor_malloc asan_malloc_linux.cpp:69
    #1 0x1  (/lib/libgio-2.0.so.0+0x1)
    #2 0x1 in start_thread nptl/pthread_create.c:442
EOF
judge 0 "a library's, when it is loaded" <<'EOF'
Direct leak of 16384 byte(s) in 1 object(s) allocated from:
    #0 0x1 in __interceptor_malloc asan_malloc_linux.cpp:69
    #1 0x1 in g_malloc (/lib/libglib-2.0.so.0+0x1)
    #2 0x1  (/lib/libglib-2.0.so.0+0x1)
    #3 0x1  (/lib64/ld-linux-x86-64.so.2+0x1)
EOF
judge 1 "ours, when the program is loaded" <<'EOF'
Direct leak of 16384 byte(s) in 1 object(s) allocated from:
    #0 0x1 in __interceptor_malloc asan_malloc_linux.cpp:69
    #1 0x1 in usher_begin ../src/ui/usher-ui.c:99
    #2 0x1  (/lib64/ld-linux-x86-64.so.2+0x1)
EOF
judge 1 "ours, called by the main loop" <<'EOF'
Direct leak of 24 byte(s) in 1 object(s) allocated from:
    #0 0x1 in __interceptor_malloc asan_malloc_linux.cpp:69
    #1 0x1 in on_answer ../src/ui/usher-window.c:99
    #2 0x1 in g_main_context_dispatch (/lib/libglib-2.0.so.0+0x1)
EOF
judge 1 "ours, in a thread, beside one of the toolkit's" <<'EOF'
Direct leak of 24 byte(s) in 1 object(s) allocated from:
    #0 0x1 in __interceptor_malloc asan_malloc_linux.cpp:69
    #1 0x1 in g_main_context_dispatch (/lib/libglib-2.0.so.0+0x1)

Direct leak of 24 byte(s) in 1 object(s) allocated from:
    #0 0x1 in __interceptor_malloc asan_malloc_linux.cpp:69
    #1 0x1 in read_rows ../src/store/usher-store.c:99
    #2 0x1 in start_thread nptl/pthread_create.c:442
EOF
judge 1 "cut short" <<'EOF'
Direct leak of 24 byte(s) in 1 object(s) allocated from:
    #0 0x1 in __interceptor_malloc asan_malloc_linux.cpp:69
    #1 0x1  (/lib/libgtk-4.so.1+0x1)
EOF
judge 1 "not understood" < /dev/null
echo "1..$n"
