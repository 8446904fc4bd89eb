import {parseHubCard} from '../../src/formats/hub-card/hub-card.ts'
import {asRecord} from '../../src/lib/narrow.ts'

/** What a card names, under the keys of its metadata. */
export interface CardNames {
  readonly license: readonly string[]
  readonly base_model: readonly string[]
  readonly datasets: readonly string[]
  readonly language: readonly string[]
}

export interface Reading extends CardNames {
  readonly problem?: string
}

export const nothing: CardNames = {license: [], base_model: [], datasets: [], language: []}

/** Our reading. */
export function readCard(text: string): Reading {
  const {licences, baseModels, datasets, languages, problem} = parseHubCard(text, 'README.md')
  return {
    license: licences.map(({id}) => id),
    base_model: baseModels.map(({name}) => name),
    datasets: datasets.map(({name}) => name),
    language: languages,
    ...(problem !== undefined && {problem}),
  }
}

/**
 * The reading of the Python client, which gives one value or a list of them; blanks around a name are no part of it.
 */
export function namesOf(said: unknown): CardNames {
  const card = asRecord(said) ?? {}
  const names = (key: string): string[] =>
    [card[key]].flat().flatMap(value => (value === null || value === undefined ? [] : [String(value).trim()]))
  return {
    license: names('license'),
    base_model: names('base_model'),
    datasets: names('datasets'),
    language: names('language'),
  }
}
