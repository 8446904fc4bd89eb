import type {Asset, AssetOf, Licence} from '../../inventory/asset.ts'
import {fullName, keyOf} from '../../inventory/identity.ts'
import {isCommit} from '../../lib/names/commit.ts'
import {asRecord, asText} from '../../lib/narrow.ts'
import {baseName} from '../../lib/path.ts'
import {ruleOf, verdictOf} from '../../rules/all.ts'
import type {Artifact, ReviewContext} from '../context.ts'
import {licenceKey} from '../facts/licence-names.ts'
import {agree, formatSize, type StatedSize, sizeInName} from '../facts/size.ts'
import type {ReviewRuleName} from '../rules.ts'
import {filesOf, licencesOf, type Part} from '../view.ts'
import {originsOf} from './licences.ts'
import {sizeInDoubt, statedSize} from './sizes.ts'
import {compareSettings} from './truth/settings.ts'
import {checkUnlisted} from './truth/unlisted.ts'
import {weightsOf} from './truth/weights-of.ts'

type Model = AssetOf<'model'>

/** What the BOM says, held against the files and what registries say of them. */
export function checkTruth(context: ReviewContext): void {
  checkFiles(context)
  for (const artifact of context.artifacts) {
    checkSafety(artifact, context)
    if (context.isOwn) continue
    const paired = pairs(context, artifact)
    for (const [claimed, actual] of paired) compareModel(claimed, actual, artifact, context)
    if (artifact.source === 'artifact' || paired.some(([claimed]) => filesOf(context.view, claimed).length > 0))
      checkUnlisted(artifact, context)
  }
  if (context.signature?.status === 'invalid') {
    const evidence = [context.notes.cite('/signature', context.signature.message)]
    context.notes.find('signature-invalid', {
      subject: '',
      message: context.signature.message,
      contradicts: true,
      evidence,
    })
  }
}

function checkFiles({files, notes, view}: ReviewContext): void {
  for (const {subject, status, message, source = 'artifact'} of files) {
    const part = view.byRef.get(subject) ?? view.parts.find(({name}) => name === subject)
    const cited = part === undefined ? [] : [notes.cite(`${part.pointer}/hashes`, part.name)]
    const evidence = [...cited, notes.citeElsewhere({source, place: part?.name ?? subject, value: message})]
    if (status === 'contradicted')
      notes.find('digest-differs', {subject: part?.name ?? subject, message, contradicts: true, evidence})
    if (status === 'missing') notes.find('file-missing', {subject: part?.name ?? subject, message, evidence})
  }
}

/** The BOM's models with the ones that were found: by name, or the only ones on both sides. */
export function pairs({view}: Pick<ReviewContext, 'view'>, {inventory, source}: Artifact): [Part, Model][] {
  const found = inventory.assets.filter(
    (asset): asset is Model =>
      asset.kind === 'model' &&
      (source === 'registry' ? isOf(asset, inventory.subject.name) : hasWeights(asset, inventory.relationships)),
  )
  // a registry is asked for the origins too
  const parts = source === 'registry' ? view.parts.filter(({role}) => role === 'model') : view.models
  const named = parts.flatMap((part): [Part, Model][] => {
    const twin = found.find(asset => isSameName(part.name, fullName(asset)))
    return twin === undefined ? [] : [[part, twin]]
  })
  const [onlyPart, ...otherParts] = view.models
  const [onlyModel, ...models] = found
  if (
    named.length > 0 ||
    source === 'registry' ||
    onlyPart === undefined ||
    onlyModel === undefined ||
    otherParts.length > 0 ||
    models.length > 0
  )
    return named
  return [[onlyPart, onlyModel]]
}

function hasWeights(asset: Asset, relationships: Artifact['inventory']['relationships']): boolean {
  const key = keyOf(asset)
  return relationships.some(({from, kind}) => from === key && kind === 'contains')
}

function isOf(asset: Asset, name: string): boolean {
  return isSameName(fullName(asset), name)
}

function isSameName(a: string, b: string): boolean {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()]
  return left === right || (left.includes('/') !== right.includes('/') && baseName(left) === baseName(right))
}

interface Difference {
  readonly rule: ReviewRuleName
  readonly what: string
  readonly claimed: string
  readonly actual: string
  readonly pointer: string
}

function compareModel(claimed: Part, actual: Model, artifact: Artifact, {notes, view}: ReviewContext): void {
  const parameters = asRecord(asRecord(claimed.node['modelCard'])?.['modelParameters'])
  const differences: Difference[] = []
  const compare = (
    rule: ReviewRuleName,
    what: string,
    text: string | undefined,
    found: string | undefined,
    pointer: string,
    same = plainSame,
  ): void => {
    if (text !== undefined && found !== undefined && !same(text, found))
      differences.push({rule, what, claimed: text, actual: found, pointer: claimed.pointer + pointer})
  }
  compare(
    'architecture-differs',
    'architecture',
    asText(parameters?.['modelArchitecture']),
    actual.facts.architecture,
    '/modelCard/modelParameters/modelArchitecture',
  )
  compare(
    'architecture-differs',
    'architecture family',
    asText(parameters?.['architectureFamily']),
    actual.facts.architectureFamily,
    '/modelCard/modelParameters/architectureFamily',
  )
  const licences = licencesOf(claimed.node)
  const stated = licences.map(({text}) => text).join(', ')
  compare(
    'licence-differs',
    'license',
    stated === '' ? undefined : stated,
    licenceText(actual.licences),
    '/licenses',
    sameLicence,
  )
  const pin = asText(claimed.node['version'])
  compare(
    'version-differs',
    'version',
    pin,
    commitOf(actual),
    '/version',
    (a, b) => !/^[0-9a-f]{7,40}$/.test(a) || b.startsWith(a),
  )
  for (const difference of differences) tell(difference, claimed, artifact, notes)
  compareOrigins(claimed, actual, artifact, {notes, view})
  compareSize(claimed, actual, artifact, {notes})
  compareSettings(claimed, actual, artifact, {notes, view})
}

function tell(
  {rule, what, claimed, actual, pointer}: Difference,
  part: Part,
  {shown, source}: Artifact,
  notes: ReviewContext['notes'],
): void {
  const conflict = [
    {value: claimed, source: 'the BOM'},
    {value: actual, source: shown},
  ]
  const evidence = [
    notes.cite(pointer, claimed),
    notes.citeElsewhere({source, place: shown, value: `${what}: ${actual}`}),
  ]
  notes.find(rule, {
    subject: part.name,
    message: `${what} of ${part.name}: the BOM says ${claimed}, ${shown} says ${actual}`,
    conflict,
    contradicts: true,
    evidence,
  })
}

function plainSame(a: string, b: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  return plain(a) === plain(b)
}

/** A name that no list knows may be that of the same license. */
function sameLicence(a: string, b: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/licen[cs]e|licenseref-|[^a-z0-9.]/g, '')
  return licenceKey(a) === licenceKey(b) || plain(a).includes(plain(b)) || plain(b).includes(plain(a))
}

function licenceText(licences: readonly Licence[] | undefined): string | undefined {
  if (licences === undefined || licences.length === 0) return undefined
  return licences
    .map(licence =>
      licence.kind === 'id' ? licence.id : licence.kind === 'expression' ? licence.expression : licence.name,
    )
    .join(', ')
}

function commitOf({version, facts}: Model): string | undefined {
  return [version, facts.revision].find(isCommit)
}

function compareOrigins(
  claimed: Part,
  actual: Model,
  artifact: Artifact,
  {notes, view}: Pick<ReviewContext, 'notes' | 'view'>,
): void {
  const {bases, datasets} = originsOf(claimed, view)
  const direct = bases.filter(({parent, isOrigin}) => !isOrigin || parent === claimed)
  for (const [kind, stated, rule, what] of [
    ['derived-from', direct, 'base-differs', 'base model'],
    ['trained-on', datasets, 'data-differs', 'training data'],
  ] as const) {
    const found = originNames(actual, artifact, kind)
    if (stated.length === 0 || found.length === 0) continue
    if (stated.some(({name}) => found.some(other => isSameName(name, other)))) continue
    const claim = stated.map(({name}) => name).join(', ')
    tell(
      {rule, what, claimed: claim, actual: found.join(', '), pointer: stated[0]?.pointer ?? claimed.pointer},
      claimed,
      artifact,
      notes,
    )
  }
}

/** Whether an artifact says too that something derives from a model of this name. */
export function hasBase({inventory}: Artifact, name: string): boolean {
  const keys = new Set(inventory.relationships.filter(({kind}) => kind === 'derived-from').map(({to}) => to))
  return inventory.assets.some(asset => keys.has(keyOf(asset)) && isOf(asset, name))
}

function originNames(actual: Model, {inventory}: Artifact, kind: 'derived-from' | 'trained-on'): string[] {
  const key = keyOf(actual)
  const keys = new Set(
    inventory.relationships.filter(each => each.from === key && each.kind === kind).map(({to}) => to),
  )
  return inventory.assets.filter(asset => keys.has(keyOf(asset))).map(fullName)
}

/** Counted from the header of the files; a packed model has fewer numbers than parameters. */
function compareSize(claimed: Part, actual: Model, artifact: Artifact, {notes}: Pick<ReviewContext, 'notes'>): void {
  const counted = countedSize(actual, artifact)
  if (counted === undefined || actual.facts.quantization !== undefined) return
  const stated = statedSize(claimed)
  if (stated !== undefined) {
    if (agree(stated.size, counted)) return
    tell(
      {
        rule: 'parameters-differ',
        what: 'number of parameters',
        claimed: stated.text,
        actual: `${formatSize(counted.count)} (${counted.count})`,
        pointer: stated.pointer,
      },
      claimed,
      artifact,
      notes,
    )
    return
  }
  const named = sizeInName(claimed.name)
  if (named === undefined || agree(named, counted)) return
  sizeInDoubt(
    claimed,
    {value: formatSize(named.count), source: 'its name'},
    {value: `${formatSize(counted.count)} (${counted.count})`, source: artifact.shown},
    notes,
  )
}

function countedSize(actual: Model, {inventory}: Artifact): StatedSize | undefined {
  const counts = weightsOf(actual, inventory).flatMap(({facts}) =>
    facts.parameters === undefined ? [] : Number(facts.parameters),
  )
  const count =
    actual.facts.parameters === undefined
      ? counts.length === 1
        ? counts[0]
        : undefined
      : Number(actual.facts.parameters)
  return count === undefined || count === 0 ? undefined : {count, slack: 0}
}

interface Judgement {
  readonly name: string
  readonly rule: string
  readonly message: string
  readonly verdict: 'unsafe' | 'unknown'
}

function checkSafety(artifact: Artifact, {notes}: ReviewContext): void {
  const {shown, source} = artifact
  const worst = new Map<string, Judgement>()
  for (const judgement of judgementsIn(artifact))
    if (worst.get(judgement.name)?.verdict !== 'unsafe') worst.set(judgement.name, judgement)
  for (const {name, rule, message, verdict} of worst.values()) {
    // a listing alone says nothing of the content, and is told in the table of files
    if (rule === 'AIB106') continue
    const evidence = [notes.citeElsewhere({source, place: `${shown} · ${name}`, value: `${rule} ${message}`})]
    const text = `${name}: ${ruleOf(rule)?.title ?? rule}: ${message}`
    notes.find(verdict === 'unsafe' ? 'file-unsafe' : 'file-not-proven-safe', {
      subject: name,
      message: text,
      contradicts: false,
      evidence,
    })
  }
}

/** What was found in the files, by an inspection where there was one. */
function judgementsIn({inventory, judged}: Artifact): Judgement[] {
  if (judged !== undefined)
    return judged.flatMap(({path, findings}) =>
      findings.flatMap(({rule, message, verdict}) =>
        verdict === 'safe' ? [] : [{name: path, rule, message, verdict}],
      ),
    )
  return inventory.findings.flatMap(({rule, asset, message}): Judgement[] => {
    const verdict = verdictOf(rule)
    if (verdict !== 'unsafe' && verdict !== 'unknown') return []
    const name = inventory.assets.find(each => keyOf(each) === asset)?.name ?? asset
    return [{name, rule, message, verdict}]
  })
}
