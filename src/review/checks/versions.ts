import {parsePurl} from '../../bom/check/values.ts'
import {asText} from '../../lib/narrow.ts'
import type {ReviewContext} from '../context.ts'
import {hashesOf, type Part} from '../view.ts'
import {isHosted} from './hosted.ts'

const movingPattern =
  /^(?:(?:refs\/)?(?:heads|remotes)\/.{1,200}|(?:refs\/)?(?:main|master|head|trunk|latest|current|stable|nightly|dev|develop|development|edge|newest|default|rolling|\*|x|any|unversioned)|(?:>=?|<=?|~=?|\^|=>|!=).{1,200}|\d{1,9}(?:\.\d{1,9}){0,3}\.[*x]|(?:vers:)[a-z]{1,40}\/.{1,200})$/i
/** A commit of git has 40 hex digits, or 64; fewer are the beginning of one. */
const commitPattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i

/** Whether the version of a model stands for one state of it. */
export function checkVersion(model: Part, context: ReviewContext): void {
  const {node} = model
  if (tellUnpinned(model, context, 'high')) return
  if (asText(node['version']) === undefined && pinOf(node) === undefined) tellNoVersion(model, context)
}

function pinOf(node: Part['node']): string | undefined {
  const purl = asText(node['purl'])
  const parsed = purl === undefined ? undefined : parsePurl(purl)
  return typeof parsed === 'object' ? parsed.version : undefined
}

/** @returns whether something was told */
function tellUnpinned(
  {node, pointer, name}: Part,
  {notes}: ReviewContext,
  severity: 'high' | 'medium' | 'low',
): boolean {
  const version = asText(node['version'])
  const purl = asText(node['purl'])
  const pin = pinOf(node)
  const moving = [version, pin].find(each => each !== undefined && movingPattern.test(each))
  const isHub = purl?.startsWith('pkg:huggingface/') === true
  const loose = isHub && pin !== undefined && !commitPattern.test(pin) ? pin : undefined
  if (moving === undefined && loose === undefined) return false
  const evidence = [
    ...(version === undefined ? [] : [notes.cite(`${pointer}/version`, version)]),
    ...(purl === undefined ? [] : [notes.cite(`${pointer}/purl`, purl)]),
  ]
  if (moving !== undefined) {
    notes.find('not-pinned', {
      subject: name,
      message: `the version of ${name} is “${moving}”, which can change`,
      severity,
      evidence,
    })
    return true
  }
  const what = /^[0-9a-f]{7,39}$/i.test(loose ?? '')
    ? 'an abbreviated commit, which can become ambiguous'
    : 'a tag or branch, not a commit'
  const message = `the version of ${name} on the Hub is “${loose}”: ${what}`
  notes.find('not-pinned', {subject: name, message, severity: severity === 'high' ? 'medium' : severity, evidence})
  return true
}

function tellNoVersion(model: Part, {notes, isOwn, view}: ReviewContext): void {
  const {name, pointer} = model
  const hosted = isHosted(model, view)
  const isHashed = hashesOf(model.node).length > 0
  if (isHashed && isOwn) return
  const message = hosted
    ? `${name} has no version: its provider can replace the model at any time`
    : isHashed
      ? `${name} has a digest, but no version`
      : `${name} has neither a version nor a digest`
  notes.find('version-missing', {
    subject: name,
    message,
    severity: isOwn || hosted || isHashed ? 'low' : 'medium',
    evidence: [notes.cite(pointer, name)],
  })
}

/** Nobody knows which release of a product such a BOM is of. */
function tellSubject({view, notes, isOwn}: ReviewContext): void {
  const {subject} = view
  if (isOwn || subject === undefined || subject.role === 'model' || subject.role === 'dataset') return
  if (asText(subject.node['version']) !== undefined || pinOf(subject.node) !== undefined) return
  notes.find('version-missing', {
    subject: subject.name,
    message: `the BOM is of ${subject.name}, but does not say of which version`,
    severity: 'low',
    evidence: [notes.cite(subject.pointer, subject.name)],
  })
}

/** Data, origins and packages whose version moves, or is not there. */
export function checkOtherVersions(context: ReviewContext): void {
  const {view, notes, isOwn} = context
  const models = new Set(view.models)
  tellSubject(context)
  for (const part of view.parts) {
    const {node, pointer, name, role} = part
    if (models.has(part)) continue
    const isMade = role === 'model' || role === 'dataset'
    if (tellUnpinned(part, context, isMade ? 'medium' : 'low') || isOwn) continue
    const isVersioned =
      role === 'model' || (role === 'other' && node['type'] === 'library' && node['purl'] !== undefined)
    if (!isVersioned || asText(node['version']) !== undefined || pinOf(node) !== undefined || hashesOf(node).length > 0)
      continue
    const message = `${name} has neither a version nor a digest`
    notes.find('version-missing', {subject: name, message, severity: 'low', evidence: [notes.cite(pointer, name)]})
  }
}
