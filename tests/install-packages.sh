# SPDX-License-Identifier: GPL-2.0-or-later
# What chaja is built and tested with, as Debian names it; sourced by ./quickstart and ./check.

build_packages="gcc g++ meson ninja-build pkg-config python3 libxapian-dev libicu-dev libcmark-dev libyaml-dev libxxhash-dev
  unicode-data bzip2 scdoc"
test_packages="libcmocka-dev libjansson-dev valgrind xapian-tools git"

# install_packages NAME...: install those that are missing, as root or through sudo; say what and do nothing when all are there.
install_packages() {
  missing=
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  echo "Installing:$missing"
  as_root=
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || {
      echo "These packages are missing and there is no sudo; as root, run: apt-get install$missing" >&2
      return 1
    }
    as_root=sudo
  fi
  $as_root apt-get update -qq &&
    # shellcheck disable=SC2086 # the names are words
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}
