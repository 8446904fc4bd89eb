import {terminalLine} from '../../lib/escape/terminal.ts'
import type {Asset, ListResult} from '../../pipeline/list/result.generated.ts'
import {kindName} from '../kinds.ts'
import type {Screen} from '../layout/screen.ts'
import {wrapLine} from '../layout/wrap.ts'
import {placeCell, versionCell} from './cells.ts'
import {footLines} from './list-table.ts'

/** What an edge of the graph says, read from the asset that has it. */
const verbs: Readonly<Record<string, string>> = {
  'depends-on': 'uses',
  contains: 'contains',
  'derived-from': 'derived from',
  'trained-on': 'trained on',
  calls: 'calls',
}
/** Deeper than any real graph of models and agents; a chain of packages may be longer. */
const deepest = 12

interface Branch {
  /** what stands before every line of the node */
  readonly before: string
  readonly isLast: boolean
  /** how the node above uses this one */
  readonly verb: string
}

/**
 * What uses what: the assets that nothing else uses, and below each what it uses. An asset that was shown before is not
 * opened again.
 */
export function listTree(result: ListResult, screen: Screen): string {
  const byRef = new Map(result.assets.map(asset => [asset.ref, asset]))
  const opened = new Set<string>()

  function node(asset: Asset, branch?: Branch): string[] {
    const edges = edgesOf(asset, byRef)
    const isRepeated = opened.has(asset.ref) && edges.length > 0
    opened.add(asset.ref)
    const inner = branch === undefined ? '' : `${branch.before}${branch.isLast ? '    ' : '│   '}`
    const own = nodeLines(asset, branch, isRepeated ? '(shown above)' : aboutText(asset), screen)
    if (isRepeated || inner.length > deepest * 4) return own
    return [
      ...own,
      ...edges.flatMap(({kind, target}, at) =>
        node(target, {before: inner, isLast: at === edges.length - 1, verb: verbs[kind] ?? kind}),
      ),
    ]
  }

  const used = new Set(result.assets.flatMap(({uses}) => uses.map(({ref}) => ref)))
  const roots = result.assets.filter(({ref}) => !used.has(ref)).flatMap(asset => node(asset))
  // a ring of assets has no root: it is entered where the list first meets it
  const rings = result.assets.flatMap(asset => (opened.has(asset.ref) ? [] : node(asset)))
  return [
    ...roots,
    ...rings,
    '',
    ...footLines(result).flatMap(line => wrapLine(terminalLine(line), screen.width)),
    '',
  ].join('\n')
}

function edgesOf({uses}: Asset, byRef: ReadonlyMap<string, Asset>): {kind: string; target: Asset}[] {
  return uses.flatMap(({kind, ref}) => {
    const target = byRef.get(ref)
    return target === undefined ? [] : [{kind, target}]
  })
}

function aboutText(asset: Asset): string {
  return [versionCell(asset), placeCell(asset)].filter(text => text !== '').join('  ')
}

function nodeLines({kind, name}: Asset, branch: Branch | undefined, about: string, {width, paint}: Screen): string[] {
  const [first, next] = branch === undefined ? ['', ''] : branch.isLast ? ['└── ', '    '] : ['├── ', '│   ']
  const before = branch?.before ?? ''
  const label = paint('dim', `${branch === undefined ? '' : `${branch.verb} `}${kindName(kind, 1)} `)
  const tail = about === '' ? '' : paint('dim', `  ${terminalLine(about)}`)
  const lines = wrapLine(`${label}${terminalLine(name)}${tail}`, width - before.length - first.length, 2)
  return lines.map((line, at) => `${before}${at === 0 ? first : next}${line}`)
}
