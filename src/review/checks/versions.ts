import {parsePurl} from '../../bom/check/values.ts'
import {asText} from '../../lib/narrow.ts'
import type {ReviewContext} from '../context.ts'
import {hashesOf, type Part} from '../view.ts'
import {isHosted} from './hosted.ts'

const movingPattern =
  /^(?:(?:refs\/)?(?:heads|remotes)\/.{1,200}|(?:refs\/)?(?:main|master|head|trunk|latest|current|stable|nightly|dev|develop|development|edge|newest|default|rolling|\*|any|unversioned)|(?:>=?|<=?|~=?|\^|=>|!=).{1,200})$/i

/** Whether the version of a model stands for one state of it. */
export function checkVersion(model: Part, context: ReviewContext): void {
  const {node, pointer, name} = model
  const {notes} = context
  const version = asText(node['version'])
  const purl = asText(node['purl'])
  const parsed = purl === undefined ? undefined : parsePurl(purl)
  const pin = typeof parsed === 'object' ? parsed.version : undefined
  const moving = [version, pin].find(each => each !== undefined && movingPattern.test(each))
  const evidence = [
    ...(version === undefined ? [] : [notes.cite(`${pointer}/version`, version)]),
    ...(purl === undefined ? [] : [notes.cite(`${pointer}/purl`, purl)]),
  ]
  if (moving !== undefined) notes.find('not-pinned', {subject: name, message: `the version of ${name} is “${moving}”, which moves`, evidence})
  else if (pin !== undefined && purl?.startsWith('pkg:huggingface/') === true && !/^[0-9a-f]{7,64}$/i.test(pin)) {
    const message = `the version of ${name} on the hub is “${pin}”: a tag or branch, and no commit`
    notes.find('not-pinned', {subject: name, message, severity: 'medium', evidence})
  } else if (version === undefined && pin === undefined && hashesOf(node).length === 0) tellNoVersion(model, context)
}

function tellNoVersion(model: Part, {notes, isOwn, view}: ReviewContext): void {
  const {name, pointer} = model
  const hosted = isHosted(model, view)
  const message = hosted
    ? `${name} has no version: its provider may answer with another model tomorrow`
    : `${name} has neither a version nor a digest`
  notes.find('version-missing', {subject: name, message, severity: isOwn || hosted ? 'low' : 'medium', evidence: [notes.cite(pointer, name)]})
}

/** Data, origins and packages whose version moves. */
export function checkOtherVersions({view, notes}: ReviewContext): void {
  const models = new Set(view.models)
  for (const part of view.parts) {
    const {node, pointer, name, role} = part
    const version = asText(node['version'])
    const isMade = role === 'model' || role === 'dataset'
    if (models.has(part) || version === undefined || !movingPattern.test(version) || (!isMade && hashesOf(node).length > 0)) continue
    const severity = isMade ? 'medium' : 'low'
    notes.find('not-pinned', {
      subject: name,
      message: `the version of ${name} is “${version}”, which moves`,
      severity,
      evidence: [notes.cite(`${pointer}/version`, version)],
    })
  }
}
