#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# check-symbols.sh LIBRARY HEADER: the library exports what the header declares, and nothing else.
set -eu
exported=$(nm -D --defined-only "$1" | awk '{print $NF}' | sort)
declared=$(tr '\n' ' ' <"$2" | grep -o 'XC_API [^;(]*(' | grep -o 'xc_[a-z0-9_]*($' | tr -d '(' | sort)
if [ "$exported" != "$declared" ]; then
  echo "exported, not declared:"; printf '%s\n' "$exported" | grep -vxF "$declared" || true
  echo "declared, not exported:"; printf '%s\n' "$declared" | grep -vxF "$exported" || true
  exit 1
fi
printf '%s\n' "$exported" | wc -l
