import {type CardFacts, parseHubCard} from '../../formats/hub-card/hub-card.ts'
import type {FileSafety} from '../../inventory/file-safety.ts'
import {licenceFamily, licenceOfText} from '../../inventory/licence-text.ts'
import {isJsonObject, type JsonValue} from '../../lib/parse/strict-json.ts'
import {folderOf, pathIn} from '../../lib/path.ts'
import {statementDiffers} from '../../rules/statement-differs.ts'
import type {RepositoryView} from './view.ts'

/** Types of a header by the words that configurations have for them. */
const typesByWord: ReadonlyMap<string, string> = new Map([
  ['float32', 'F32'],
  ['float16', 'F16'],
  ['bfloat16', 'BF16'],
  ['float64', 'F64'],
])
const floats: ReadonlySet<string> = new Set(typesByWord.values())
const titleSize = /(?:^|[-_ (])(\d{1,4}(?:\.\d{1,2})?)\s?([bm])(?:$|[-_ )])/i
/** Rounding, embeddings that are counted or not: a size in a name is no more exact. */
const sizeTolerance = 1.7

/** What card, configuration and licence file of a folder say, against the headers of its weights. */
export async function examineStatements(view: RepositoryView): Promise<void> {
  const folders = new Set(
    [...view.files.values()]
      .filter(({format}) => format === 'safetensors' || format === 'gguf')
      .map(({path}) => folderOf(path)),
  )
  for (const folder of [...folders].sort()) {
    const weights = [...view.files.values()].filter(
      ({path, format}) => folderOf(path) === folder && (format === 'safetensors' || format === 'gguf'),
    )
    const config = view.files.get(pathIn(folder, 'config.json') ?? '')
    if (config !== undefined) judgeType(view, config, weights)
    const card = await cardOf(view, folder)
    if (card !== undefined) judgeSize(view, card, weights)
    await judgeLicences(view, folder, card, weights)
  }
}

async function cardOf(view: RepositoryView, folder: string): Promise<CardFacts | undefined> {
  const path = pathIn(folder, 'README.md') ?? ''
  const text = await view.text(path)
  return text === undefined ? undefined : parseHubCard(text, path)
}

/** The precision that a configuration states, where nothing is quantised. */
function judgeType(view: RepositoryView, {path, facts}: FileSafety, weights: readonly FileSafety[]): void {
  const stated = facts['torch_dtype'] ?? facts['dtype']
  const type = typeof stated === 'string' ? typesByWord.get(stated.replace(/^torch\./, '')) : undefined
  const found = new Set(
    weights.filter(({format}) => format === 'safetensors').flatMap(({facts: header}) => textsIn(header['dtypes'])),
  )
  const other = [...found].filter(each => floats.has(each))
  if (type === undefined || found.size === 0 || found.has(type) || other.length === 0) return
  view.find(path, statementDiffers, `it states ${String(stated)}, the weights are ${other.join(' and ')}`, {
    evidence: String(stated),
  })
}

/** The size in the title of a card. */
function judgeSize(view: RepositoryView, {title = ''}: CardFacts, weights: readonly FileSafety[]): void {
  const [, digits, unit = ''] = titleSize.exec(title) ?? []
  const [first] = weights
  if (
    digits === undefined ||
    first === undefined ||
    weights.some(({format}) => format === 'gguf') ||
    isQuantised(weights)
  )
    return
  const stated = Number(digits) * (unit.toLowerCase() === 'b' ? 1e9 : 1e6)
  const counted = weights.reduce((sum, {facts}) => sum + Number(facts['parameters'] ?? 0), 0)
  if (counted === 0 || (counted < stated * sizeTolerance && counted * sizeTolerance > stated)) return
  view.find(first.path, statementDiffers, `the card says ${digits}${unit}, the headers have ${counted} parameters`, {
    evidence: `${digits}${unit}`,
  })
}

/** Packed weights have fewer numbers than the model has parameters. */
function isQuantised(weights: readonly FileSafety[]): boolean {
  return weights.some(({facts}) => textsIn(facts['dtypes']).some(type => !floats.has(type)))
}

async function judgeLicences(
  view: RepositoryView,
  folder: string,
  card: CardFacts | undefined,
  weights: readonly FileSafety[],
): Promise<void> {
  const stated = card?.licences[0]?.id.toLowerCase()
  if (stated === undefined || stated === 'other') return
  for (const {path, facts} of weights) {
    const own = facts['general.license'] ?? facts['license']
    if (typeof own === 'string' && own !== '' && licenceFamily(own) !== licenceFamily(stated))
      view.find(
        path,
        statementDiffers,
        `its header states the licence ${JSON.stringify(own)}, the card ${JSON.stringify(stated)}`,
        {evidence: own},
      )
  }
  const file = [...view.byteLengths.keys()].find(
    path => folderOf(path) === folder && /(?:^|\/)LICEN[CS]E(?:\.(?:txt|md))?$/.test(path),
  )
  const text = file === undefined ? undefined : await view.text(file)
  const found = text === undefined ? undefined : licenceOfText(text)
  if (file !== undefined && found !== undefined && !licenceFamily(stated).startsWith(found) && weights[0] !== undefined)
    view.find(
      weights[0].path,
      statementDiffers,
      `the card states the licence ${JSON.stringify(stated)}, ${file} is that of ${found}`,
      {
        evidence: file,
      },
    )
}

function textsIn(value: JsonValue | undefined): string[] {
  return Array.isArray(value) && !isJsonObject(value) ? value.map(String) : []
}
