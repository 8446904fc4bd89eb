import {asRecord, asText, recordsOf} from '../../lib/narrow.ts'
import type {ReviewContext} from '../context.ts'
import {isHonestUnknown} from '../facts/hollow.ts'
import {type BomView, filesOf, hashesOf, licencesOf, makerOf, type Part, supplierOf} from '../view.ts'
import {isHosted} from './hosted.ts'
import {checkFiles} from './model-files.ts'
import {checkOtherVersions, checkVersion} from './versions.ts'

/** Of what a buyer must know, so much is missing that little is stated at all. */
const bareAt = 4

/** What a model lacks that a buyer must know: which bytes, whose, in which form. */
export function checkModels(context: ReviewContext): void {
  for (const model of context.view.models) {
    const missing = missingOf(model, context.view)
    const isBare = missing.length >= bareAt
    if (isBare && !context.isOwn) tellLittle(model, missing, context)
    if (!isBare || asText(model.node['version']) !== undefined) checkVersion(model, context)
    checkFiles(model, context, isBare)
    if (!isBare) checkMaker(model, context)
  }
  checkOtherVersions(context)
}

function tellLittle(model: Part, missing: readonly string[], {notes}: ReviewContext): void {
  const lacks = asText(model.node['version']) === undefined ? [...missing, 'version'] : missing
  const message = `for ${model.name || 'the model'} the BOM gives no ${[...new Set(lacks)].join(', no ')}`
  notes.find('little-stated', {subject: model.name, message, evidence: [notes.cite(model.pointer, model.name)]})
}

function checkMaker(model: Part, {view, notes}: ReviewContext): void {
  const maker = makerOf(model.node) ?? makerOf(view.subject?.node ?? {}) ?? supplierOf(view.metadata)
  if (maker !== undefined && !isHonestUnknown(maker)) return
  const message =
    maker === undefined
      ? `no manufacturer or supplier is named for ${model.name}`
      : `the manufacturer or supplier of ${model.name} is “${maker}”`
  notes.find('maker-unknown', {subject: model.name, message, evidence: [notes.cite(model.pointer, model.name)]})
}

/**
 * What is not stated, of what there is of such a model: one that a provider runs has no files, and terms of use in
 * place of a license.
 */
function missingOf(model: Part, view: BomView): string[] {
  const {node} = model
  const files = filesOf(view, model)
  const hosted = isHosted(model, view)
  const has: readonly (readonly [string, boolean])[] = [
    ['maker', makerOf(node) !== undefined],
    hosted ? ['terms of use', licencesOf(node).length > 0] : ['license', licencesOf(node).length > 0],
    hosted
      ? ['version', asText(node['version']) !== undefined]
      : ['digest', hashesOf(node).length > 0 || files.some(file => hashesOf(file.node).length > 0)],
    [
      'identifier',
      hosted ||
        asText(node['purl']) !== undefined ||
        asText(node['cpe']) !== undefined ||
        recordsOf(node['externalReferences']).length > 0,
    ],
    ['model card', asRecord(node['modelCard']) !== undefined],
  ]
  return has.filter(([, isThere]) => !isThere).map(([what]) => what)
}
