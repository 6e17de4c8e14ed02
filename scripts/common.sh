# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Read by the other scripts: messages, the cache, packages of other suites.

me=${0##*/}
say() { echo "$me: $*" >&2; }
die() { say "$@"; exit 2; }
# what is asked for cannot be had on this machine, or not today: nothing is broken
lacking() { say "$@"; exit 3; }
have() { command -v "$1" >/dev/null 2>&1; }

# EQSLINT_CACHE is the directory itself; absolute, since make -C goes elsewhere
cache=${EQSLINT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/eqslint}
case $cache in
/*) ;;
*) cache=$PWD/$cache ;;
esac

# one_at_a_time NAME: two runs must not fill the same directory together
one_at_a_time() {
	mkdir -p "$cache/lock" || die "cannot write to $cache (EQSLINT_CACHE names another place)"
	exec 9>"$cache/lock/$1"
	flock -n 9 || { say "waiting for another run of $1"; flock 9; }
}

# scratch DIR: empty, on the same file system as its destination, gone at exit
scratch() {
	scratch=$1
	rm -rf "$scratch"
	mkdir -p "$scratch" || die "cannot write to $scratch"
	trap 'rm -rf "$scratch"' EXIT
	trap 'exit 130' HUP INT TERM
}

# in_suite SUITE TOOL ARGS: apt-get or apt-cache, seeing SUITE of the machine's
# own mirror and nothing else, not even what is installed (apt takes an installed
# version for the newest), with no change to the machine's configuration
in_suite() {
	suite_dir=$cache/apt/$1
	suite_tool=$2
	shift 2
	"$suite_tool" -q \
		-o Dir::Etc::sourcelist="$suite_dir/sources.list" \
		-o Dir::Etc::sourceparts=/dev/null \
		-o Dir::State::status=/dev/null \
		-o Dir::State::Lists="$suite_dir/lists" \
		-o Dir::Cache="$suite_dir/cache" \
		-o APT::Sandbox::User=root "$@"
}

# know_suite SUITE: make its configuration and read its package lists; false
# when that fails, which mostly means that there is no network. SUITE-source is
# the suite's source packages.
know_suite() {
	have apt-get || die "no apt-get here, so no packages of Debian's $1"
	# shellcheck disable=SC2016 # apt expands it
	mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' |
		sort -u | grep '/debian/$' | head -n 1)
	[ -n "$mirror" ] ||
		die "apt knows no Debian mirror: run apt-get update, or add one to its sources"
	mkdir -p "$cache/apt/$1/lists/partial" "$cache/apt/$1/cache/archives/partial" ||
		die "cannot write to $cache"
	keys=/usr/share/keyrings/debian-archive-keyring.gpg
	case $1 in
	*-source) kind=deb-src ;;
	*) kind=deb ;;
	esac
	echo "$kind [signed-by=$keys] $mirror ${1%-source} main" >"$cache/apt/$1/sources.list"
	say "reading the package lists of $1"
	# a mirror that cannot be reached is a warning to apt unless told otherwise
	in_suite "$1" apt-get -o APT::Update::Error-Mode=any update >"$cache/apt/$1/log" 2>&1
}
