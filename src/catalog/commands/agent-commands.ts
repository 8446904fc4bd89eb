import rows from './agent-commands.json' with {type: 'json'}

/**
 * Flags by which a coding agent asks nobody, by the words that start it; a flag with a value is written with a space.
 */
const agents: readonly {
  readonly agent: string
  readonly starts: readonly string[]
  readonly flags: readonly string[]
}[] = rows

/**
 * Coding agents that a line starts so that they ask nobody, each with the flag that says so.
 * @param words of the line, without quotes; `;` ends a command, and the value of a flag is a word of its own
 */
export function freeAgentsIn(words: readonly string[]): {readonly agent: string; readonly flag: string}[] {
  return words.flatMap((word, at) => {
    const program = word
      .slice(word.lastIndexOf('/', word.startsWith('@') ? 0 : undefined) + 1)
      .replace(/(?<=.)@[\w.^-]{1,40}$/, '')
    const found = agents.find(({starts}) =>
      starts.some(start => start === program || start === word || start === `${program} ${words[at + 1] ?? ''}`),
    )
    if (found === undefined || words[at - 1]?.startsWith('-') === true) return []
    const end = words.indexOf(';', at)
    const rest = words.slice(at + 1, end === -1 ? undefined : end)
    const flag = found.flags.find(one =>
      rest.some((given, index) => one === given || one === `${given} ${rest[index + 1] ?? ''}`),
    )
    return flag === undefined ? [] : [{agent: found.agent, flag}]
  })
}
