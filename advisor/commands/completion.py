"""Print what lets a shell complete commands, options, files, and the names and answers of --set.

bash: advisor completion bash > ~/.local/share/bash-completion/completions/advisor

zsh: advisor completion zsh > ~/.zfunc/_advisor, with ~/.zfunc in the fpath

fish: advisor completion fish > ~/.config/fish/completions/advisor.fish

Nothing of advisor runs while the shell completes; print it again for another ruleset.

Example: advisor completion bash --rules published
"""

import argparse
from importlib import import_module
from typing import Any

from advisor.advice.names import named
from advisor.commands import COMMANDS
from advisor.commands.options import add_rules
from advisor.rules import Ruleset, load, shipped_names

SHELLS = ("bash", "zsh", "fish")
_FILES = ("FILE", "OUT", "TABLE")

_BASH = """
_advisor_settings="{words}"
_advisor_set() {{
  compopt -o nospace 2>/dev/null || :
  compgen -W "$_advisor_settings" -- "$1" | sed 's/=.*/=/' | sort -u
}}
"""
_BASH_AFTER = """
# bash takes NAME=VALUE for three words
_advisor() {
  local at=$COMP_CWORD word="${COMP_WORDS[COMP_CWORD]}" name=""
  if [[ $word == "=" ]] && (( at > 2 )) && [[ ${COMP_WORDS[at-2]} == --set ]]; then
    name="${COMP_WORDS[at-1]}=" word=""
  elif (( at > 3 )) && [[ ${COMP_WORDS[at-1]} == "=" && ${COMP_WORDS[at-3]} == --set ]]; then
    name="${COMP_WORDS[at-2]}="
  fi
  if [[ -z $name ]]; then _shtab_advisor; return; fi
  COMPREPLY=()
  local line
  while IFS= read -r line; do
    [[ $line != "$name" ]] && COMPREPLY+=("${line#"$name"}")
  done < <(compgen -W "$_advisor_settings" -- "$name$word")
}
complete -o bashdefault -F _advisor advisor
"""
_ZSH = """
_advisor_set() {{
  local -a settings=({words})
  compadd -S '' -- $settings
}}
"""
_FISH = """
function _advisor_set
  printf '%s\\n' {words}
end
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("shell", choices=SHELLS, help="the shell")


def run(args: argparse.Namespace) -> int:
    """Print the script for a shell; 0."""
    import shtab  # only this command needs it

    rules = load(args.rules)
    script = shtab.complete(_all(rules), args.shell)
    print(script + (_BASH_AFTER if args.shell == "bash" else ""))
    return 0


def _all(rules: Ruleset) -> argparse.ArgumentParser:
    """One parser of all commands, which knows what its words can be."""
    top = argparse.ArgumentParser("advisor")
    commands = top.add_subparsers()
    for name, command in COMMANDS.items():
        parser = commands.add_parser(name, help=command.says)
        add_rules(parser)
        import_module(f"advisor.commands.{command.module}").arguments(parser)
        for action in parser._actions:
            _complete(action, rules)
    return top


def _complete(action: Any, rules: Ruleset) -> None:
    """Tell what an argument can be, where its choices do not."""
    import shtab

    if action.dest == "settings":
        action.complete = _settings(rules)
    elif action.dest == "rules":
        action.choices = shipped_names()
    elif action.metavar in _FILES and action.choices is None:
        action.complete = shtab.FILE


def _settings(rules: Ruleset) -> dict[str, Any]:
    """How each shell completes NAME=VALUE: from a list of all names, with all answers that are few."""
    words = _words(rules)
    quoted = " ".join(f"'{word}'" for word in words)
    preamble = {
        "bash": _BASH.format(words=" ".join(words)),
        "zsh": _ZSH.format(words=quoted),
        "fish": _FISH.format(words=quoted),
    }
    return {"bash": "_advisor_set", "zsh": "_advisor_set", "fish": "(_advisor_set)", "preamble": preamble}


def _words(rules: Ruleset) -> list[str]:
    """``NAME=`` of every question and figure, and ``NAME=VALUE`` where the answers are few; ids need no quotes."""
    found = []
    for one in named(rules):
        values = rules.questions[one.name].kind.keywords if one.name in rules.questions else ()
        found += [f"{one.name}=", *(f"{one.name}={value}" for value in values)]
    return found
