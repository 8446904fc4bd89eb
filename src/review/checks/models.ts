import {parsePurl} from '../../bom/values.ts'
import {asList, asRecord, asText, recordsOf} from '../../lib/narrow.ts'
import type {ReviewContext} from '../context.ts'
import {type BomView, filesOf, hashesOf, isDelivered, licencesOf, makerOf, type Part, propertiesOf, supplierOf} from '../view.ts'

const movingPattern = /^(?:main|master|head|trunk|latest|current|stable|nightly|dev|develop|development|edge|newest|default|rolling|\*|any)$/i
const picklePattern = /\.(?:pt|pth|ckpt|pkl|pickle|joblib)$/i
/** `.bin` is a pickle by these names, and something else by others. */
const pickledBinPattern = /^(?:pytorch|adapter|diffusion_pytorch|model|optimizer|training_args|consolidated|rust)[\w.-]{0,60}\.bin$/i
const names = 8

/** What a model lacks that a buyer must know: which bytes, whose, in which form. */
export function checkModels(context: ReviewContext): void {
  for (const model of context.view.models) {
    const missing = missingOf(model, context.view)
    const isBare = missing.length >= 4
    if (isBare && !context.isOwn) {
      const message = `of ${model.name || 'the model'} the BOM states no ${missing.join(', no ')}`
      context.notes.find('little-stated', {subject: model.name, message, evidence: [context.notes.cite(model.pointer, model.name)]})
    }
    checkVersion(model, context)
    checkFiles(model, context, isBare)
    if (isBare) continue
    if (
      makerOf(model.node) === undefined &&
      makerOf(context.view.subject?.node ?? {}) === undefined &&
      supplierOf(context.view.metadata) === undefined
    )
      context.notes.find('maker-unknown', {
        subject: model.name,
        message: `nobody is named as the maker of ${model.name}`,
        evidence: [context.notes.cite(model.pointer, model.name)],
      })
  }
  checkEmpty(context)
  checkComplete(context)
}

function missingOf(model: Part, view: BomView): string[] {
  const {node} = model
  const files = filesOf(view, model)
  const has: readonly (readonly [string, boolean])[] = [
    ['maker', makerOf(node) !== undefined],
    ['license', licencesOf(node).length > 0],
    ['digest', hashesOf(node).length > 0 || files.some(file => hashesOf(file.node).length > 0)],
    ['identifier', asText(node['purl']) !== undefined || asText(node['cpe']) !== undefined || recordsOf(node['externalReferences']).length > 0],
    ['model card', asRecord(node['modelCard']) !== undefined],
  ]
  return has.filter(([, isThere]) => !isThere).map(([what]) => what)
}

function checkVersion(model: Part, {notes, isOwn, view}: ReviewContext): void {
  const {node, pointer, name} = model
  const version = asText(node['version'])
  const purl = asText(node['purl'])
  const parsed = purl === undefined ? undefined : parsePurl(purl)
  const pin = typeof parsed === 'object' ? parsed.version : undefined
  const moving = [version, pin].find(each => each !== undefined && movingPattern.test(each))
  if (moving !== undefined) {
    const evidence = [
      ...(version === undefined ? [] : [notes.cite(`${pointer}/version`, version)]),
      ...(purl === undefined ? [] : [notes.cite(`${pointer}/purl`, purl)]),
    ]
    notes.find('not-pinned', {subject: name, message: `the version of ${name} is “${moving}”, which moves`, evidence})
  } else if (version === undefined && pin === undefined && hashesOf(node).length === 0) {
    notes.find('version-missing', {
      subject: name,
      message: `${name} has neither a version nor a digest`,
      severity: isOwn || !isDelivered(model, view) ? 'low' : 'medium',
      evidence: [notes.cite(pointer, name)],
    })
  }
}

function checkFiles(model: Part, context: ReviewContext, isBare: boolean): void {
  const {view, notes} = context
  const files = filesOf(view, model)
  const weights = files.filter(({role}) => role === 'weights')
  const without = weights.filter(({node}) => hashesOf(node).length === 0)
  const isHashed = hashesOf(model.node).length > 0
  if (without.length > 0 || (weights.length === 0 && !isHashed && isDelivered(model, view) && !isBare)) {
    const what = without.length > 0 ? `no digest of ${listed(without)}` : 'neither weight files nor a digest are stated'
    const evidence =
      without.length > 0 ? without.slice(0, names).map(file => notes.cite(file.pointer, file.name)) : [notes.cite(model.pointer, model.name)]
    notes.find('weights-without-digest', {subject: model.name, message: `${model.name}: ${what}`, evidence})
  }
  checkFormats(model, files, context)
  const flags = ['aibom:model:trust-remote-code', 'trust_remote_code', 'trustRemoteCode']
    .flatMap(name => propertiesOf(model.node, name))
    .filter(value => value === 'true')
  const code = files.filter(({role}) => role === 'code')
  if (code.length === 0 && flags.length === 0) return
  const told = code.length > 0 ? `${model.name} comes with ${listed(code)}` : `${model.name} is loaded with trust_remote_code`
  const evidence =
    code.length > 0
      ? code.slice(0, names).map(file => notes.cite(file.pointer, file.name))
      : [notes.cite(`${model.pointer}/properties`, 'trust_remote_code: true')]
  notes.find('code-in-model', {subject: model.name, message: told, evidence})
}

/** What the bytes were judged by is not judged by its name again. */
function checkFormats(model: Part, files: readonly Part[], {notes, artifacts, isOwn}: ReviewContext): void {
  const read = new Set(
    artifacts.flatMap(({inventory}) =>
      inventory.assets.filter(({properties}) => properties?.['aibom:safety:verdict'] !== undefined).map(asset => base(asset.name)),
    ),
  )
  const risky = [...files, ...(isRisky(model) ? [model] : [])].filter(
    file => isRisky(file) && !read.has(base(file.name)) && !(isOwn && propertiesOf(file.node, 'aibom:safety:verdict').length > 0),
  )
  if (risky.length === 0) return
  const message = `${listed(risky)} ${risky.length === 1 ? 'is a pickle' : 'are pickles'} by name: nothing but its content tells whether it is harmless`
  notes.find('format-runs-code', {subject: model.name, message, evidence: risky.slice(0, names).map(file => notes.cite(file.pointer, file.name))})
}

/** A pickle, by its name alone. */
export function isRisky({name}: Pick<Part, 'name'>): boolean {
  return picklePattern.test(name) || pickledBinPattern.test(base(name))
}

/** A BOM of AI without any of it. */
function checkEmpty({view, notes, isOwn}: ReviewContext): void {
  if (view.models.length > 0 || view.services.length > 0 || isOwn) return
  if (view.parts.some(({role}) => role === 'dataset' || role === 'agent' || role === 'mcp-server' || role === 'weights')) return
  const message = 'it lists no model, data set, AI service or agent'
  notes.find('little-stated', {subject: '', message, evidence: [notes.cite('', `${view.parts.length} components`)]})
}

function checkComplete({view, notes}: ReviewContext): void {
  for (const [index, {aggregate, assemblies}] of recordsOf(view.document['compositions']).entries()) {
    if (aggregate !== 'complete') continue
    const named = asList(assemblies).flatMap(ref => view.byRef.get(typeof ref === 'string' ? ref : '') ?? [])
    const parts =
      assemblies === undefined ? view.models : named.flatMap(part => (part === view.subject && part.role !== 'model' ? view.models : [part]))
    for (const part of parts.filter(({role}) => role === 'model')) {
      const gap = gapIn(part, view)
      if (gap === undefined) continue
      const evidence = [notes.cite(`/compositions/${index}/aggregate`, 'complete'), notes.cite(part.pointer, part.name)]
      notes.find('complete-claimed', {subject: part.name, message: `${part.name} is declared complete, and ${gap}`, evidence})
    }
  }
}

function gapIn(part: Part, view: BomView): string | undefined {
  const files = filesOf(view, part)
  const without = files.filter(({node, role}) => role === 'weights' && hashesOf(node).length === 0)
  if (without.length > 0) return `${listed(without)} ${without.length === 1 ? 'has' : 'have'} no digest`
  if (files.length === 0 && hashesOf(part.node).length === 0) return 'none of its files is listed'
  return undefined
}

function listed(parts: readonly Part[]): string {
  const shown = parts.slice(0, names).map(({name}) => base(name))
  return shown.join(', ') + (parts.length > names ? ` and ${parts.length - names} more` : '')
}

function base(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}
