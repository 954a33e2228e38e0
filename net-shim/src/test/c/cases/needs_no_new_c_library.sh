#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Symbols of glibc 2.17 are the newest that libboxer-shim.so and boxer-init need.
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
echo "1..$count"
exit $code
