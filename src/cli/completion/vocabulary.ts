import type {Interfaces} from '@oclif/core'

export interface CompletedFlag {
  readonly name: string
  readonly summary: string
  readonly takesValue: boolean
  /** the only values it takes; empty for any */
  readonly values: readonly string[]
}

export interface CompletedCommand {
  readonly name: string
  readonly summary: string
  readonly flags: readonly CompletedFlag[]
  /** words that may follow, besides files */
  readonly words: readonly string[]
}

/** Text that is safe between single quotes in every shell: what would end them, or mean something to one of them, is left out. */
function plain(text: string): string {
  const [sentence = ''] = text.split(/[.;] |\n/)
  return sentence.replace(/['"`$\\[\]:;<%=>{}]/g, '').trim()
}

/** Every command with its flags and values, as completion scripts need them. */
export function vocabularyOf({commands}: Pick<Interfaces.Config, 'commands'>, wordsOf: (command: string) => readonly string[]): CompletedCommand[] {
  const shown = commands.filter(({id, hidden}) => hidden !== true && !id.includes(':'))
  return shown
    .map(({id, summary, description, flags, args}) => ({
      name: id,
      summary: plain(summary ?? description ?? ''),
      flags: Object.entries(flags).map(([name, flag]) => ({
        name,
        summary: plain(flag.summary ?? flag.description ?? ''),
        takesValue: flag.type === 'option',
        values: flag.type === 'option' ? (flag.options ?? []) : [],
      })),
      words: [...Object.values(args).flatMap(({options}) => options ?? []), ...wordsOf(id)],
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
