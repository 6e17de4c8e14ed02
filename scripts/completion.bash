# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Completion of eqslint for bash.  Commands, options and rules are asked of the
# program itself, so there is no second list of them to keep.

_eqslint_commands() {
	eqslint help 2>/dev/null | sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p'
}

_eqslint_options() {
	eqslint help "$1" 2>/dev/null | sed -n 's/.*[ ,]\(--[a-z][a-z-]*\).*/\1/p' | sort -u
}

_eqslint_rules() {
	eqslint explain list 2>/dev/null | sed 's/ .*//'
}

# the values of an option, as its help writes them: --format=text|json
_eqslint_values() {
	case $2 in
	--rule) _eqslint_rules ;;
	*) eqslint help "$1" 2>/dev/null | sed -n "s/.*$2=\([a-z|]*\).*/\1/p" | tr '|' '\n' ;;
	esac
}

_eqslint() {
	local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	local command=${COMP_WORDS[1]} option='' words=''

	# bash takes "--format=te" for three words
	if [[ $current == '=' ]]; then
		option=$before current=
	elif [[ $before == '=' ]]; then
		option=${COMP_WORDS[COMP_CWORD - 2]}
	fi

	if [[ $COMP_CWORD == 1 ]]; then
		words="$(_eqslint_commands) --version"
	elif [[ $option == --baseline || $option == --write-baseline || $option == --suppress ]]; then
		words=''
	elif [[ $option == --rules || $option == --cache || $option == --output || $before == -o ]]; then
		words=''
	elif [[ $option ]]; then
		words=$(_eqslint_values "$command" "$option")
	elif [[ $current == -* ]]; then
		words=$(_eqslint_options "$command")
	elif [[ $command == explain ]]; then
		words="$(_eqslint_rules) list options"
	elif [[ $command == help ]]; then
		words=$(_eqslint_commands)
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -o default -F _eqslint eqslint
