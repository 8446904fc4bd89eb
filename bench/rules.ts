import {readdirSync, readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'

interface Label {
  readonly kind: string
  readonly file: string
  readonly line: number
}

interface Occurrence {
  readonly location: string
  readonly line?: number
  readonly additionalContext?: string
}

interface Component {
  readonly properties?: readonly {readonly name: string; readonly value: string}[]
  readonly evidence?: {readonly occurrences?: readonly Occurrence[]}
}

interface Tally {
  seen: number
  labelled: number
  stated: number
}

/** The kinds that the labels are complete for. */
const judged = new Set(['model', 'dataset', 'weights', 'service', 'agent', 'mcp-server', 'prompt'])
const nearLines = 2

/**
 * `npm run bench -- rules CORPUS BOMS`: for every rule, how many of the places it reports a careful reader labelled
 * too, beside the confidence it states.
 * BOMS is the folder that `bench -- corpus` wrote. No bar: few places a rule say little; a rule far below its
 * confidence is to be looked at.
 */
export async function run([corpus, boms = 'node_modules/.cache/corpus']: string[]): Promise<boolean> {
  if (corpus === undefined) {
    console.error('usage: npm run bench -- rules CORPUS [BOMS]')
    return false
  }
  const tallies = new Map<string, Tally>()
  for (const file of readdirSync(resolve(boms)).filter(name => name.endsWith('.cdx.json'))) {
    const {labels}: {labels: Label[]} = JSON.parse(
      readFileSync(join(corpus, file.slice(0, -'.cdx.json'.length), 'labels.json'), 'utf8'),
    )
    const {components = []}: {components?: Component[]} = JSON.parse(readFileSync(join(boms, file), 'utf8'))
    for (const component of components) count(component, labels, tallies)
  }
  for (const [rule, {seen, labelled, stated}] of [...tallies].sort(([a], [b]) => (a < b ? -1 : 1))) {
    console.log(
      `${rule.padEnd(32)} ${String(seen).padStart(5)} places · ${percent(labelled / seen)} labelled · ${percent(stated / seen)} stated`,
    )
  }
  return tallies.size > 0
}

function count(component: Component, labels: readonly Label[], tallies: Map<string, Tally>): void {
  const kind = component.properties?.find(({name}) => name === 'aibom:kind')?.value ?? ''
  if (!judged.has(kind)) return
  for (const {location, line = 0, additionalContext = ''} of component.evidence?.occurrences ?? []) {
    const rule = /(?:^|\s)detector=(\S+)/.exec(additionalContext)?.[1] ?? 'unknown'
    const tally = tallies.get(rule) ?? {seen: 0, labelled: 0, stated: 0}
    tallies.set(rule, tally)
    tally.seen++
    tally.stated += Number(/(?:^|\s)confidence=(\S+)/.exec(additionalContext)?.[1] ?? 0)
    if (
      labels.some(label => label.kind === kind && label.file === location && Math.abs(label.line - line) <= nearLines)
    )
      tally.labelled++
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0).padStart(3)} %`
}
