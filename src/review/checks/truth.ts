import type {Asset, AssetOf} from '../../inventory/asset.ts'
import {fullName, keyOf} from '../../inventory/identity.ts'
import {ruleOf, verdictOf} from '../../rules/all.ts'
import {codeInside} from '../../rules/code-inside.ts'
import type {Artifact, ReviewContext} from '../context.ts'
import {isDownloadRecord} from '../facts/download-record.ts'
import {filesOf, type Part} from '../view.ts'
import {compareCard} from './truth/card.ts'
import {compareHeader} from './truth/header.ts'
import {compareIdentity} from './truth/identity.ts'
import {checkLicenceFiles} from './truth/licence-files.ts'
import {compareMeasures} from './truth/measures.ts'
import {checkReached} from './truth/reached.ts'
import {isNamed, isSameName} from './truth/same-name.ts'
import {compareSettings} from './truth/settings.ts'
import {compareSize} from './truth/size.ts'
import {checkUndeclared} from './truth/undeclared.ts'
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
    for (const [claimed, actual] of conversions(context, artifact, paired))
      compareIdentity(claimed, actual, artifact, context)
    checkLicenceFiles(artifact, [...new Set(paired.map(([claimed]) => claimed))], context)
    if (artifact.source === 'artifact' || paired.some(([claimed]) => filesOf(context.view, claimed).length > 0))
      checkUnlisted(artifact, context)
    checkUndeclared(artifact, context)
    checkReached(artifact, context)
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
export function pairs({view}: Pick<ReviewContext, 'view'>, artifact: Artifact): [Part, Model][] {
  const {inventory, source} = artifact
  const models = inventory.assets.filter((asset): asset is Model => asset.kind === 'model')
  const found = models.filter(asset =>
    source === 'registry' ? isNamed(asset, inventory.subject.name) : hasWeights(asset, inventory.relationships),
  )
  // a registry is asked for the origins too
  const parts = source === 'registry' ? view.parts.filter(({role}) => role === 'model') : view.models
  const named = parts.flatMap((part): [Part, Model][] => {
    const twin = found.find(asset => isSameName(part.name, fullName(asset)))
    return twin === undefined ? [] : [[part, twin]]
  })
  const [onlyPart, ...otherParts] = view.models
  if (source === 'registry' || onlyPart === undefined || otherParts.length > 0) return named
  if (found.length > 1) return named.length > 0 ? named : originalOf(found, inventory).map(model => [onlyPart, model])
  const described = models.filter(asset => !found.includes(asset) && isDescribed(asset, artifact))
  const own = named.length > 0 ? named.map(([, model]) => model) : found
  return [...own, ...described].map(model => [onlyPart, model])
}

/** Of several sets of weights the one that the others may have been converted from. */
function originalOf(found: readonly Model[], inventory: Artifact['inventory']): Model[] {
  const originals = found.filter(model => !isConversion(model, inventory))
  return originals.length === 1 ? originals : []
}

function isConversion(model: Model, inventory: Artifact['inventory']): boolean {
  return weightsOf(model, inventory).every(({facts}) => facts.format === 'gguf')
}

/** GGUF files beside the weights of the only model: they differ in precision and layout, not in what they are. */
function conversions(
  {view}: Pick<ReviewContext, 'view'>,
  {inventory, source}: Artifact,
  paired: readonly (readonly [Part, Model])[],
): [Part, Model][] {
  const [onlyPart, ...others] = view.models
  if (source === 'registry' || onlyPart === undefined || others.length > 0) return []
  const known = new Set(paired.map(([, model]) => model))
  const found = inventory.assets.filter(
    (asset): asset is Model => asset.kind === 'model' && hasWeights(asset, inventory.relationships),
  )
  // what encodes pictures for a model of language is a model of its own
  return found
    .filter(model => !known.has(model) && isConversion(model, inventory) && model.facts.architecture !== 'clip')
    .map(model => [onlyPart, model])
}

/**
 * Whether a model was found in the only card beside the weights and nowhere else. Where a format needs no file of
 * settings, the inventory does not know that the card is about the weights.
 */
function isDescribed({evidence}: Model, {beside}: Artifact): boolean {
  const [card, ...others] = beside?.cards ?? []
  return card !== undefined && others.length === 0 && evidence.length === 1 && evidence[0]?.path === card.path
}

function hasWeights(asset: Asset, relationships: Artifact['inventory']['relationships']): boolean {
  const key = keyOf(asset)
  return relationships.some(({from, kind}) => from === key && kind === 'contains')
}

function compareModel(claimed: Part, actual: Model, artifact: Artifact, {notes, view}: ReviewContext): void {
  compareIdentity(claimed, actual, artifact, {notes, view})
  compareSize(claimed, actual, artifact, {notes})
  compareSettings(claimed, actual, artifact, {notes, view})
  compareHeader(claimed, actual, artifact, {notes})
  compareCard(claimed, actual, artifact, {notes, view})
  compareMeasures(claimed, actual, artifact, notes)
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
    if (rule === 'AIB106' || (verdict === 'unknown' && rule !== codeInside.id && isDownloadRecord(name))) continue
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
