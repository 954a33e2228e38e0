#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Symbols of glibc 2.17 are the newest that libboxer-shim.so and boxer-init need; and the library needs nothing that musl has not.
if ! command -v objdump >/dev/null; then
    echo "ok 1 - symbol versions # SKIP objdump is not installed"
    echo "1..1"
    exit 0
fi
count=0
code=0
for file in libboxer-shim.so boxer-init; do
    count=$((count + 1))
    newer=$(objdump -T "$BOXER_TEST_BIN/$file" 2>/dev/null | sed -n 's/.*GLIBC_2\.\([0-9]*\)[^0-9].* \([^ ]*\)$/\1 \2/p' | awk '$1 > 17' | sort -u | tr '\n' ' ')
    if [ -z "$newer" ]; then
        echo "ok $count - $file"
    else
        echo "not ok $count - $file needs glibc 2.$newer"
        code=1
    fi
done
count=$((count + 1))
foreign=$(objdump -p "$BOXER_TEST_BIN/libboxer-shim.so" | awk '$1 == "NEEDED" && $2 !~ /^(libc|libdl|ld-linux-aarch64)\./ { print $2 }')
checked=$(objdump -T "$BOXER_TEST_BIN/libboxer-shim.so" | awk '/UND/ && $NF ~ /_chk$/ { print $NF }')
if [ -z "$foreign$checked" ]; then
    echo "ok $count - libboxer-shim.so loads into programs of musl"
else
    echo "not ok $count - programs of musl cannot load libboxer-shim.so: it needs $foreign $checked"
    code=1
fi
echo "1..$count"
exit $code
