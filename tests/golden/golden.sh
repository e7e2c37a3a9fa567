#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# golden.sh INDEXER STAGE FOLDER: `indexer show STAGE` of each NAME.in, as a file called NAME, against NAME.expected.
#
#   UPDATE_GOLDEN=1 meson test -C build --suite golden     writes what comes out over what was expected
set -eu
indexer=$(realpath "$1") stage=$2 folder=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0 cases=0
for input in "$folder"/*.in; do
    name=$(basename "$input" .in)
    expected=$folder/$name.expected
    cases=$((cases + 1))
    cp "$input" "$work/$name"
    (cd "$work" && "$indexer" show "$stage" "$name") >"$work/actual" || { echo "$name: exit $?"; failed=1; }
    if [ "${UPDATE_GOLDEN:-0}" = 1 ]; then
        cp "$work/actual" "$expected"
    elif ! diff -u --label "$expected" --label actual "$expected" "$work/actual"; then
        failed=1
    fi
done
[ "$cases" -gt 0 ] || { echo "no cases in $folder"; exit 1; }
[ "$failed" = 0 ] || echo "to accept: UPDATE_GOLDEN=1 meson test -C build --suite golden"
exit "$failed"
