import type {Command, Interfaces} from '@oclif/core'
import {groupBy} from '../../lib/group.ts'
import {sortedBy} from '../../lib/sort.ts'

/** A flag without its dashes, and with a summary that no shell reads anything into. */
export interface CompletedFlag {
  readonly name: string
  readonly summary: string
  readonly takesValue: boolean
  /** the only values it takes; empty for any */
  readonly values: readonly string[]
}

/** A command as it is typed, topics divided by blanks. */
export interface CompletedCommand {
  readonly name: string
  readonly summary: string
  readonly flags: readonly CompletedFlag[]
  /** words that may follow, besides files */
  readonly words: readonly string[]
}

/**
 * Text that is safe between single quotes in every shell: what would end them, or mean something to one of them, is
 * left out.
 */
function plain(text: string): string {
  const [sentence = ''] = text.replaceAll('<%= config.bin %>', 'aibom').split(/[.;] |\n/)
  return sentence.replace(/['"`$\\[\]:;<%=>{}]/g, '').trim()
}

/**
 * Every command with its flags and values, as completion scripts need them. Commands of two words count as one with the
 * second word to choose.
 */
export function vocabularyOf(
  {commands, topics}: Pick<Interfaces.Config, 'commands' | 'topics'>,
  wordsOf: (command: string) => readonly string[],
): CompletedCommand[] {
  const shown = sortedBy(
    commands.filter(({hidden}) => hidden !== true),
    ({id}) => id,
  )
  const byName = groupBy(shown, ({id}) => id.split(':')[0] ?? id)
  const topicOf = (name: string): string | undefined => topics.find(topic => topic.name === name)?.description
  return [...byName].map(([name, parts]) => ({
    name,
    summary: plain(topicOf(name) ?? parts[0]?.summary ?? parts[0]?.description ?? ''),
    flags: [...new Map(parts.flatMap(({flags}) => Object.entries(flags))).entries()].flatMap(flagsOf),
    words: [
      ...parts.flatMap(({id}) => id.split(':').slice(1)),
      ...parts.flatMap(({args}) => Object.values(args).flatMap(({options}) => options ?? [])),
      ...(name === 'help' ? [...byName.keys()] : wordsOf(name)),
    ],
  }))
}

/** A flag, and what switches it off where that has a name. */
function flagsOf([name, flag]: [string, Command.Cached['flags'][string]]): CompletedFlag[] {
  const summary = plain(flag.summary ?? flag.description ?? '')
  if (flag.type === 'option') return [{name, summary, takesValue: true, values: flag.options ?? []}]
  const off =
    flag.allowNo === true ? [{name: `no-${name}`, summary: `not ${summary}`, takesValue: false, values: []}] : []
  return [{name, summary, takesValue: false, values: []}, ...off]
}
