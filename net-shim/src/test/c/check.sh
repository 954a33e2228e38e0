#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs test programs and prints a line for each, then "N programs, M checks, K failed". Fails if a check fails, a program
# crashes, runs out of time, or does not do as many checks as it says.
#
#   BOXER_TEST_PRELOAD=… check.sh PROGRAM…
#   BOXER_TEST_WRAP      a command to run each under (valgrind)
#   BOXER_TEST_SECONDS   how long one may take (60)
#   BOXER_TEST_JOBS      how many run at once (4: most of them wait)
set -u

# One program: its line on standard output, its result beside its output in $results.
one() {
    name=$(basename "$1")
    out="$results/$name"
    timeout -k 5 "${BOXER_TEST_SECONDS:-60}" ${BOXER_TEST_WRAP:-} "$1" >"$out" 2>&1 </dev/null
    code=$?
    checks=$(grep -acE '^(not )?ok [0-9]+' "$out")
    bad=$(grep -ac '^not ok' "$out")
    skipped=$(grep -ac '# SKIP' "$out")
    plan=$(sed -n 's/^1\.\.\([0-9]*\)$/\1/p' "$out")
    why=
    if [ $code -eq 124 ] || [ $code -eq 137 ]; then why="out of time"
    elif [ "$bad" -gt 0 ]; then why="$bad of $checks failed"
    elif [ -z "$plan" ]; then why="ended in the middle, code $code"
    elif [ "$plan" -ne "$checks" ] || [ "$checks" -eq 0 ]; then why="$checks checks, planned $plan"
    elif [ $code -ne 0 ]; then why="code $code"
    fi
    if [ -z "$why" ]; then
        echo "ok      $name ($checks)$(sed -n 's/.*# SKIP/, skipped:/p' "$out" | sort -u | tr -d '\n')"
    else
        echo "FAILED  $name: $why"
        grep -av '^ok ' "$out" | sed 's/^/        /'
    fi
    echo "$checks $skipped ${why:+failed}" >"$out.result"
}

if [ "${1:-}" = --one ]; then
    results=$2
    line=$(one "$3")
    printf '%s\n' "$line"
    exit 0
fi
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
printf '%s\n' "$@" | xargs -P "${BOXER_TEST_JOBS:-4}" -I{} "$0" --one "$results" {}
cat "$results"/*.result | awk -v programs=$# '
    { checks += $1; skipped += $2; failed += ($3 == "failed") }
    END {
        failed += programs - NR
        printf "%d programs, %d checks, %d failed%s\n", programs, checks, failed, (skipped ? ", " skipped " skipped" : "")
        exit failed > 0
    }'
