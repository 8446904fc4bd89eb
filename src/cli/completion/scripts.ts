import type {CompletedCommand, CompletedFlag} from './vocabulary.ts'

/** Those that completion scripts are written for. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const
/** A shell that a completion script is written for. */
export type Shell = (typeof shells)[number]

/** The completion script of a shell. */
export function completionScript(shell: Shell, commands: readonly CompletedCommand[]): string {
  return {bash, zsh, fish, powershell}[shell](commands)
}

function bash(commands: readonly CompletedCommand[]): string {
  const valued = commands.flatMap(({name, flags}) => flags.filter(hasValues).map(flag => ({name, flag})))
  return `_aibom() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} words=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commands.map(({name}) => name).join(' ')} help' -- "$cur"))
    return
  fi
  case "$command $prev" in
${valued.map(({name, flag}) => `    '${name} --${flag.name}') COMPREPLY=($(compgen -W '${flag.values.join(' ')}' -- "$cur")); return ;;`).join('\n')}
  esac
  case "$command" in
${commands.map(({name, flags, words}) => `    ${name}) if [[ $cur == -* ]]; then words='${flags.map(dashed).join(' ')}'; else words='${words.join(' ')}'; fi ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  [[ $cur == -* ]] || COMPREPLY+=($(compgen -f -- "$cur"))
}
complete -o filenames -F _aibom aibom
`
}

function zsh(commands: readonly CompletedCommand[]): string {
  const flagOf = (flag: CompletedFlag): string => {
    const value = flag.takesValue ? `:value:${hasValues(flag) ? `(${flag.values.join(' ')})` : '_files'}` : ''
    return `'*${dashed(flag)}[${flag.summary}]${value}'`
  }
  return `#compdef aibom
_aibom() {
  local -a commands
  commands=(
${commands.map(({name, summary}) => `    '${name}:${summary}'`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(({name, flags, words}) => `    ${name}) _arguments ${flags.map(flagOf).join(' ')} '*: :{ _alternative "words:word:(${words.join(' ')})" "files:file:_files" }' ;;`).join('\n')}
  esac
}
if [ "$funcstack[1]" = _aibom ]; then _aibom "$@"; else compdef _aibom aibom; fi
`
}

function fish(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({name, summary, flags, words}) => {
    const after = `complete -c aibom -n '__fish_seen_subcommand_from ${name}'`
    return [
      `complete -c aibom -n __fish_use_subcommand -f -a ${name} -d '${summary}'`,
      ...(words.length === 0 ? [] : [`${after} -a '${words.join(' ')}'`]),
      ...flags.map(
        flag =>
          `${after} -l ${flag.name} -d '${flag.summary}'${flag.takesValue ? (hasValues(flag) ? ` -x -a '${flag.values.join(' ')}'` : ' -r') : ''}`,
      ),
    ]
  })
  return `${lines.join('\n')}\n`
}

function powershell(commands: readonly CompletedCommand[]): string {
  const list = (words: readonly string[]): string => `@(${words.map(word => `'${word}'`).join(', ')})`
  const valued = commands.flatMap(({name, flags}) =>
    flags.filter(hasValues).map(flag => `  '${name} --${flag.name}' = ${list(flag.values)}`),
  )
  return `$aibomWords = @{
${commands.map(({name, flags, words}) => `  '${name}' = ${list([...words, ...flags.map(dashed)])}`).join('\n')}
}
$aibomValues = @{
${valued.join('\n')}
}
Register-ArgumentCompleter -Native -CommandName aibom -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
  $at = if ($wordToComplete) { $words.Count - 1 } else { $words.Count }
  $found = if ($at -le 1) { $aibomWords.Keys | Sort-Object } else {
    $values = $aibomValues["$($words[1]) $($words[$at - 1])"]
    if ($values) { $values } else { $aibomWords[$words[1]] }
  }
  $found | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
}
`
}

function dashed({name}: CompletedFlag): string {
  return `--${name}`
}

function hasValues({values}: CompletedFlag): boolean {
  return values.length > 0
}
