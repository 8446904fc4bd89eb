import {terminalLine} from '../../lib/escape/terminal.ts'
import type {ExplainResult} from '../../pipeline/explain/result.generated.ts'
import {plural} from '../amounts.ts'
import {kindName} from '../kinds.ts'
import {padDisplay} from '../layout/display-width.ts'
import {plainScreen, type Screen} from '../layout/screen.ts'
import {cutToWidth, wrapLine} from '../layout/wrap.ts'
import {factRows} from './fact-rows.ts'

type Explained = ExplainResult['assets'][number]
type Evidence = Explained['evidence'][number]
type Edge = Explained['leadsTo'][number]

const labelLimit = 22
const usesWords: Readonly<Record<string, string>> = {
  'depends-on': 'uses',
  contains: 'contains',
  'derived-from': 'derived from',
  'trained-on': 'trained on',
}
const usedByWords: Readonly<Record<string, string>> = {
  'depends-on': 'used by',
  contains: 'part of',
  'derived-from': 'base of',
  'trained-on': 'training data of',
  calls: 'called by',
}
const levelWords: Readonly<Record<Evidence['level'], string>> = {
  used: 'used',
  configured: 'configured',
  mentioned: 'only mentioned',
}
const scopeWords: Readonly<Record<Evidence['scope'], string>> = {
  product: 'the product',
  test: 'tests',
  example: 'examples',
  docs: 'documentation',
  vendored: 'vendored code',
}
/**
 * `aibom explain` for a terminal: what it is, where it was seen and why we believe it, what it uses and what uses it.
 */
export function explainText({assets, source}: ExplainResult, screen: Screen = plainScreen()): string {
  const hasPlaces = assets.some(({evidence}) => evidence.some(({line}) => line !== undefined))
  const hasCode = assets.some(({evidence}) => evidence.some(({excerpt}) => excerpt.length > 0))
  const where =
    source === undefined ? 'it is not known where the source lies' : `the files are not in ${source}, or have changed`
  const note =
    hasPlaces && !hasCode ? ['', ...print(`No code is shown: ${where}. Name the folder with --source DIR`, screen)] : []
  const blocks = assets.map(asset => assetLines(asset, screen).join('\n'))
  return `${[blocks.join('\n\n'), ...note].join('\n')}\n`
}

function print(text: string, {width}: Screen, hang?: number): string[] {
  return wrapLine(terminalLine(text), width, hang)
}

function assetLines(asset: Explained, screen: Screen): string[] {
  const {kind, name, version} = asset
  const title = print(`${kindName(kind, 1)} ${name}${version === undefined ? '' : ` @ ${version}`}`, screen)
  return [
    ...title.map(line => screen.paint('bold', line)),
    ...factLines(asset, screen),
    ...edgeLines('Uses', usesWords, asset.leadsTo, screen),
    ...edgeLines('Used by', usedByWords, asset.comesFrom, screen),
    '',
    screen.paint('bold', `Seen in ${plural(asset.evidence.length, 'place')}`),
    ...asset.evidence.flatMap(evidence => evidenceLines(evidence, screen)),
  ]
}

function factLines({ref, purl, aliases, facts}: Explained, screen: Screen): string[] {
  const rows: (readonly [label: string, value: string])[] = [
    ...facts.filter(({name}) => name === 'finding').map(({value}) => ['finding', value] as const),
    ['reference', ref],
    ...(purl === undefined ? [] : [['package URL', purl] as const]),
    ...(aliases.length === 0 ? [] : [['also named', aliases.join(', ')] as const]),
    ...factRows(facts.filter(({name}) => name !== 'finding')).map(({label, value}) => [label, value] as const),
  ]
  const width = Math.min(labelLimit, Math.max(...rows.map(([label]) => label.length)))
  return rows.flatMap(([label, value]) => {
    const lines = print(`  ${padDisplay(label, width)}  ${value}`, screen, Math.max(width, label.length) + 4)
    return label === 'finding' ? lines.map(line => screen.paint('red', line)) : lines
  })
}

function evidenceLines(evidence: Evidence, screen: Screen): string[] {
  const {path, line, symbol, level, scope, technique, detector, confidence, excerpt} = evidence
  const place = line === undefined ? path : `${path}:${line}`
  const numberWidth = String(excerpt.at(-1)?.line ?? '').length
  return [
    ...print(`  ${place}${symbol === undefined ? '' : `  ${symbol}`}`, screen, 4).map(text =>
      screen.paint('cyan', text),
    ),
    ...print(
      `    ${levelWords[level]} in ${scopeWords[scope]}; found by ${detector} (${technique}), confidence ${confidence}`,
      screen,
      4,
    ),
    ...excerpt.map(({line: number, text}) => {
      const isPlace = number === line
      const shown = cutToWidth(
        terminalLine(`    ${isPlace ? '>' : ' '} ${String(number).padStart(numberWidth)} ${text}`),
        screen.width,
      ).trimEnd()
      return isPlace ? shown : screen.paint('dim', shown)
    }),
  ]
}

function edgeLines(
  title: string,
  words: Readonly<Record<string, string>>,
  edges: readonly Edge[],
  screen: Screen,
): string[] {
  if (edges.length === 0) return []
  const lines = edges.flatMap(({kind, name, assetKind}) => {
    const verb = words[kind] ?? kind
    return print(`  ${verb} ${assetKind === 'subject' ? 'the source' : kindName(assetKind, 1)} ${name}`, screen, 4)
  })
  return ['', screen.paint('bold', title), ...lines]
}
