import type {Interfaces} from '@oclif/core'
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
  const [sentence = ''] = text.split(/[.;] |\n/)
  return sentence.replace(/['"`$\\[\]:;<%=>{}]/g, '').trim()
}

/**
 * Every command with its flags and values, as completion scripts need them. Commands of two words count as one with the
 * second word to choose.
 */
export function vocabularyOf(
  {commands}: Pick<Interfaces.Config, 'commands'>,
  wordsOf: (command: string) => readonly string[],
): CompletedCommand[] {
  const shown = sortedBy(
    commands.filter(({hidden}) => hidden !== true),
    ({id}) => id,
  )
  const byName = groupBy(shown, ({id}) => id.split(':')[0] ?? id)
  return [...byName].map(([name, parts]) => ({
    name,
    summary: plain(parts[0]?.summary ?? parts[0]?.description ?? ''),
    flags: [...new Map(parts.flatMap(({flags}) => Object.entries(flags))).entries()].map(([flagName, flag]) => ({
      name: flagName,
      summary: plain(flag.summary ?? flag.description ?? ''),
      takesValue: flag.type === 'option',
      values: flag.type === 'option' ? (flag.options ?? []) : [],
    })),
    words: [
      ...parts.flatMap(({id}) => id.split(':').slice(1)),
      ...parts.flatMap(({args}) => Object.values(args).flatMap(({options}) => options ?? [])),
      ...wordsOf(name),
    ],
  }))
}
