#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What bash offers, and whether zsh and fish can read their files; a shell that is not there is passed over.
# usage: check-completion.sh PRINT-SEARCHER PRINT-INDEXER
set -u
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

# offers PROGRAM "WORDS SO FAR" EXPECTED...: the last word is the one that is completed.
offers() {
  local program=$1 line=$2
  shift 2
  IFS=, read -ra COMP_WORDS <<<"$line"
  [[ $line == *, ]] && COMP_WORDS+=('')
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  COMPREPLY=()
  "_$program"
  if [[ "${COMPREPLY[*]}" != "$*" ]]; then
    echo "$line: ${COMPREPLY[*]:-nothing}; not: $*"
    failed=1
  fi
}

for pair in "searcher $1" "indexer $2"; do
  program=${pair%% *} print=${pair#* }
  for shell in bash zsh fish; do
    "$print" $shell >"$folder/$program.$shell" || failed=1
    if command -v $shell >/dev/null; then
      $shell -n "$folder/$program.$shell" || failed=1
    fi
  done
  # shellcheck source=/dev/null
  source "$folder/$program.bash"
done

mkdir -p "$folder/here/문서 folder" && touch "$folder/here/파일.md" && cd "$folder/here" || exit 1
offers searcher searcher,--lan --lang
offers searcher searcher,--lang, ko zh en
offers searcher searcher,--lang,= ko zh en
offers searcher searcher,--lang,=,z zh
offers searcher searcher,--format,js json jsonl
offers searcher searcher,s search show stats
offers searcher searcher,show,t tree
offers searcher searcher,검색,
offers searcher searcher,-i, "문서 folder"
offers searcher searcher,--batch,파 파일.md
offers indexer indexer,--mine,s site-links sound
offers indexer indexer,x,파 파일.md
offers indexer indexer,show,un units
offers indexer indexer,--progress, auto always never
exit $failed
