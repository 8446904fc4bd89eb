import type {Asset} from '../../../inventory/asset.ts'
import type {Finding, ThreatMeta} from '../../../inventory/finding.ts'
import {keyOf} from '../../../inventory/identity.ts'
import type {Inventory} from '../../../inventory/inventory.ts'
import {findingOf, isInProduct} from '../found.ts'
import type {ThreatRule, Undecided} from '../threat-rule.ts'
import type {TextHit} from './invisible.ts'

/** The step of a run that looked at the texts; a document without it was made where nobody did. */
export const textStep = {step: 'rules', version: 1, status: 'succeeded'} as const

/** What a rule looks for in the texts of an asset. */
export interface TextSearch {
  /** the text of an asset that the rule is about; undefined where it has none */
  readonly textOf: (asset: Asset) => string | undefined
  /** whether the rule would be about an asset, if its text were at hand */
  readonly isAbout: (asset: Asset) => boolean
  readonly find: (text: string) => readonly TextHit[]
  readonly message: (asset: Asset, what: string) => string
}

/**
 * A rule that needs texts, which stay out of documents: its findings are made where they are at hand, and travel in the
 * document.
 */
export interface TextRule extends ThreatRule {
  readonly search: TextSearch
}

/** Undecided for a document that was made without a look at the texts. */
export function textRule(meta: ThreatMeta, search: TextSearch): TextRule {
  return {
    meta,
    search,
    judge({inventory}) {
      if (hasStep(inventory)) return {findings: []}
      const assets = inventory.assets.filter(search.isAbout)
      const [first] = assets
      if (first === undefined) return {findings: []}
      const message = `the text of ${assets.length === 1 ? first.name : `${assets.length} assets`} was not looked at when the document was made: judge the source itself`
      const undecided: Undecided = {rule: meta.id, asset: keyOf(first), reason: 'not-evaluated', message}
      return {findings: [], undecided: [undecided]}
    },
  }
}

function hasStep({steps}: Inventory): boolean {
  return steps.some(
    ({step, version, status}) => step === textStep.step && version >= textStep.version && status === 'succeeded',
  )
}

/** What text rules say of assets whose texts are at hand. */
export function judgeTexts(assets: readonly Asset[], rules: readonly TextRule[]): Finding[] {
  return assets.flatMap(asset => rules.flatMap(rule => judgeText(asset, rule)))
}

function judgeText(asset: Asset, {meta, search}: TextRule): Finding[] {
  const text = isInProduct(asset) ? search.textOf(asset) : undefined
  if (text === undefined) return []
  return search.find(text).map(({at, what}) => {
    const finding = findingOf(meta, asset, {message: search.message(asset, what), fact: what})
    return {
      ...finding,
      evidence: finding.evidence.map(place =>
        place.line === undefined ? place : {...place, line: place.line + linesBefore(text, at)},
      ),
    }
  })
}

function linesBefore(text: string, at: number): number {
  let count = 0
  for (let line = text.indexOf('\n'); line !== -1 && line < at; line = text.indexOf('\n', line + 1)) count++
  return count
}
