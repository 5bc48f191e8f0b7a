/** Each asks the command line itself (`moult complete`), so that no script is older than the commands. */
const BASH = `# Completion of moult for bash: source <(moult completion bash)
_moult() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      compopt -o default 2>/dev/null
    else
      COMPREPLY+=("\${line%% *}")
    fi
  done < <("\${COMP_WORDS[0]}" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _moult moult`;

const ZSH = `#compdef moult
# Completion of moult for zsh: source <(moult completion zsh), after compinit
_moult() {
  local line
  local -a found
  for line in "\${(@f)$("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == :files ]]; then
      _files
    elif [[ -n $line ]]; then
      found+=("\${\${line%% *}//:/\\\\:}:\${line#* }")
    fi
  done
  _describe moult found
}
if [ "$funcstack[1]" = _moult ]; then _moult "$@"; else compdef _moult moult; fi`;

const FISH = `# Completion of moult for fish: moult completion fish | source
function __moult_complete
  set -l words (commandline -opc)
  set -l token (commandline -ct)
  for line in (command $words[1] complete -- $words[2..-1] "$token" 2>/dev/null)
    if test "$line" = ":files"
      __fish_complete_path "$token"
    else
      string replace -r ' ' \\t -- $line
    end
  end
end
complete -c moult -f -a '(__moult_complete)'`;

/** What a shell reads once to complete the words of moult. */
export const shellScripts = { bash: BASH, zsh: ZSH, fish: FISH } as const;
