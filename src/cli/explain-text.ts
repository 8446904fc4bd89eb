import {terminalLines} from '../lib/escape/terminal.ts'
import type {ExplainResult} from '../pipeline/explain-result.generated.ts'
import {plural} from './amounts.ts'

type Explained = ExplainResult['assets'][number]

/** `aibom explain` as text: what it is, where it was seen and why we believe it, what it stands to. */
export function explainText({assets}: ExplainResult): string {
  return assets.map(asset => terminalLines(assetLines(asset))).join('\n')
}

function assetLines(asset: Explained): string[] {
  return [
    `${asset.kind} ${asset.name}${asset.version === undefined ? '' : ` @ ${asset.version}`}`,
    `  ${asset.ref}`,
    ...(asset.purl === undefined ? [] : [`  ${asset.purl}`]),
    ...(asset.aliases.length === 0 ? [] : [`  also named ${asset.aliases.join(', ')}`]),
    ...asset.facts.map(({name, value}) => `  ${name}: ${value}`),
    '',
    `seen in ${plural(asset.evidence.length, 'place')}`,
    ...asset.evidence.flatMap(evidenceLines),
    ...edgeLines('leads to', asset.leadsTo),
    ...edgeLines('comes from', asset.comesFrom),
  ]
}

function evidenceLines(evidence: Explained['evidence'][number]): string[] {
  const place = evidence.line === undefined ? evidence.path : `${evidence.path}:${evidence.line}`
  const symbol = evidence.symbol === undefined ? '' : ` · ${evidence.symbol}`
  const width = String(evidence.excerpt.at(-1)?.line ?? '').length
  return [
    `  ${place}${symbol}`,
    `    ${evidence.level} in ${evidence.scope} · ${evidence.technique} by ${evidence.detector} · confidence ${evidence.confidence}`,
    ...evidence.excerpt.map(({line, text}) => `    ${line === evidence.line ? '>' : ' '} ${String(line).padStart(width)} ${text}`),
  ]
}

function edgeLines(label: string, edges: readonly {kind: string; ref: string}[]): string[] {
  return edges.length === 0 ? [] : ['', label, ...edges.map(({kind, ref}) => `  ${kind} ${ref}`)]
}
