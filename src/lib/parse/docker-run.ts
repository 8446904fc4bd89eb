/** Options of `docker run` that take no value. */
const flags = /^-(?:-(?:rm|detach|interactive|tty|init|privileged|read-only|publish-all|no-healthcheck)|[ditP]{1,4})$/

/** One option, with its value; empty where it takes none. */
export interface RunOption {
  readonly name: string
  readonly value: string
}

/** `docker run options… image command…` */
export interface ContainerRun {
  readonly options: readonly RunOption[]
  readonly image: string | undefined
  readonly command: readonly string[]
}

/** What `docker run`, also of Podman and nerdctl, is told; undefined of other subcommands. */
export function parseDockerRun(words: readonly string[]): ContainerRun | undefined {
  const at = words.indexOf('run')
  if (at === -1 || at > 3) return undefined
  const {options, next} = readRunOptions(words, at + 1)
  return {options, image: words[next], command: words.slice(next + 1)}
}

/** The options from a word on, and the first word behind them. */
export function readRunOptions(
  words: readonly string[],
  from: number,
): {readonly options: readonly RunOption[]; readonly next: number} {
  const options: RunOption[] = []
  let next = from
  for (; words[next]?.startsWith('-') === true; next++) {
    const text = words[next] ?? ''
    const [, name = '', value] = /^(--?[\w-]+)(?:=(.*))?$/s.exec(text) ?? []
    if (/^-p\d/.test(text)) options.push({name: '-p', value: text.slice(2)})
    else if (value !== undefined || flags.test(text)) options.push({name, value: value ?? ''})
    else options.push({name, value: words[++next] ?? ''})
  }
  return {options, next}
}

/** Values of an option, by all its names. */
export function valuesOfOption(options: readonly RunOption[], ...names: readonly string[]): string[] {
  return options.flatMap(({name, value}) => (names.includes(name) ? [value] : []))
}
