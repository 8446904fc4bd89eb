import type {Asset, AssetOf, Licence} from '../../inventory/asset.ts'
import {fullName, keyOf} from '../../inventory/identity.ts'
import {isCommit} from '../../lib/names/commit.ts'
import {agree, formatSize, type StatedSize, sizeInName} from '../../lib/names/model-size.ts'
import {asRecord, asText} from '../../lib/narrow.ts'
import {ruleOf, verdictOf} from '../../rules/all.ts'
import type {Artifact, ReviewContext} from '../context.ts'
import {licenceKey} from '../facts/licence-names.ts'
import {settingsOf} from '../facts/stated-settings.ts'
import type {ReviewRuleName} from '../rules.ts'
import {filesOf, licencesOf, type Part} from '../view.ts'
import {sizeInDoubt, statedSize} from './sizes.ts'
import {checkLicenceFiles} from './truth/licence-files.ts'
import {compareMeasures} from './truth/measures.ts'
import {compareOrigins} from './truth/origins.ts'
import {isNamed, isSameName} from './truth/same-name.ts'
import {compareSettings} from './truth/settings.ts'
import {type Difference, tellDifference} from './truth/tell.ts'
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
    checkLicenceFiles(
      artifact,
      paired.map(([claimed]) => claimed),
      context,
    )
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
      (source === 'registry' ? isNamed(asset, inventory.subject.name) : hasWeights(asset, inventory.relationships)),
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

function compareModel(claimed: Part, actual: Model, artifact: Artifact, {notes, view}: ReviewContext): void {
  const parameters = asRecord(asRecord(claimed.node['modelCard'])?.['modelParameters'])
  const settings = settingsOf(claimed.node)
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
    asText(parameters?.['modelArchitecture']) ?? settings.get('architecture')?.[0]?.text,
    actual.facts.architecture,
    '/modelCard/modelParameters/modelArchitecture',
  )
  compare(
    'architecture-differs',
    'architecture family',
    asText(parameters?.['architectureFamily']) ?? settings.get('model_type')?.[0]?.text,
    actual.facts.architectureFamily ?? familyOnly(actual.facts.architecture),
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
  for (const difference of differences) tellDifference(difference, claimed, artifact, notes)
  compareOrigins(claimed, actual, artifact, {notes, view})
  compareSize(claimed, actual, artifact, {notes})
  compareSettings(claimed, actual, artifact, {notes, view})
  compareMeasures(claimed, actual, artifact, notes)
}

/** GGUF names no class, but the family alone: `llama`. */
function familyOnly(architecture: string | undefined): string | undefined {
  return architecture !== undefined && /^[a-z0-9-]{1,40}$/.test(architecture) ? architecture : undefined
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

/** Counted from the header of the files; a packed model has fewer numbers than parameters. */
function compareSize(claimed: Part, actual: Model, artifact: Artifact, {notes}: Pick<ReviewContext, 'notes'>): void {
  const counted = countedSize(actual, artifact)
  if (counted === undefined || isPacked(actual, artifact)) return
  const stated = statedSize(claimed)
  if (stated !== undefined) {
    if (agree(stated.size, counted)) return
    tellDifference(
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

/** GGUF counts the numbers of a tensor whatever their bits. */
function isPacked(actual: Model, {inventory}: Artifact): boolean {
  if (actual.facts.quantization === undefined) return false
  const weights = weightsOf(actual, inventory)
  return weights.length === 0 || weights.some(({facts}) => facts.format !== 'gguf')
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
