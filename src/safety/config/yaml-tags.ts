import {yamlWithoutScalars} from '../../lib/parse/yaml-signs.ts'
import {configUnread} from '../../rules/config-unread.ts'
import {pathOutside} from '../../rules/path-outside.ts'
import {targetActs} from '../../rules/target-acts.ts'
import {leadsOut} from '../paths.ts'
import type {Examination} from '../reader.ts'
import {judgeTarget} from './targets.ts'

/** By these a loader of Python makes any object. */
const objectTag = /(?:!!?|tag:yaml\.org,2002:)python\/[\w./:-]*/g
/** Of these, tags that make plain values, whatever stands behind them. */
const plainValue = /python\/(?:none|bool|bytes|str|unicode|int|long|float|complex|list|tuple|dict)$/
/** HyperPyYAML, as SpeechBrain has it: makes an object, calls a function, or takes one. */
const calledTag = /!(new|apply|applyref|name|module):([A-Za-z_][\w.]*)/g
const includedTag = /!include:([^\s#]+)/g
/** Gives the tags of a document other names. */
const renamesTags = /^%TAG\b/m
/** `%TAG !p! tag:yaml.org,2002:python/`, at the top of a document */
const handles = /^%TAG[ \t]{1,8}(!\w{1,32}!)[ \t]{1,8}tag:yaml\.org,2002:([\w./:-]{0,80})$/gm
const mostHandles = 8
/** A line ends where any loader sees its end; one with a quote may be a line of a text that ends there. */
const commentLine = /(?<=^|[\n\r\x85\u2028\u2029])[ \t]*#[^\n\r\x85\u2028\u2029"']*(?=$|[\n\r\x85\u2028\u2029])/g
/** Signs that loaders read differently: line breaks of YAML 1.1, tabs, and marks of byte order. */
const readDifferently = /\r(?!\n)|[\t\x85\u2028\u2029\ufeff]/
const endOfTag = /^[\w./:-]{0,200}/
/** The shortest sign of any of these, and of keys whose value a loader calls, however they are escaped. */
const signs =
  /_target_|__target__|class_path|_BASE_|__import__|\$\{\s{0,8}(?:oc\.(?:env|decode|create)|eval|exec|import|python|call)\s{0,8}:|python\/|!(?:new|apply|applyref|name|module|include):|^%TAG\b|"[^"\n]{0,64}\\[xuU][^"\n]{0,64}"\s{0,8}:/m

/** What configurations of diffusion models build, and what it is built with. */
const built = [/^[ \t-]{0,200}target\s{0,8}:\s{0,8}["']?[A-Za-z_]\w*\./m, /^[ \t-]{0,200}params\s{0,8}:/m]
/** The layers of a YOLO model, which are evaluated. */
const layers = [/^["']?backbone["']?\s{0,8}:/m, /^["']?head["']?\s{0,8}:/m]
/** The class of a pipeline of pyannote. */
const pipeline = /^pipeline\s{0,8}:\s{1,80}name\s{0,8}:\s{0,8}["']?\w+\./m

/** Whether a configuration in YAML may have its loader call something. */
export function maySayWhatToCall(text: string): boolean {
  const isList = (list: readonly RegExp[]): boolean => list.every(sign => sign.test(text))
  return signs.test(plainTags(text)) || isList(built) || isList(layers) || pipeline.test(text)
}

/**
 * Tags that have a loader of Python make objects, whatever stands behind them.
 * @param isRead the text is YAML without an error, so that what its quotes and comments hold is no tag
 */
export function judgeTags(file: Examination, text: string, isRead: boolean): void {
  const plain = plainTags(isRead && !readDifferently.test(text) ? yamlWithoutScalars(text) : text)
  if (renamesTags.test(plain)) file.find(configUnread, 'it gives tags other names')
  for (const tag of objectTags(plain))
    if (!plainValue.test(tag)) file.find(targetActs, `the tag ${tag} makes an object of Python`, {evidence: tag})
  for (const [tag, , name] of plain.matchAll(calledTag)) judgeTarget(file, name, `the tag ${tag}`)
  for (const [tag, path = ''] of plain.matchAll(includedTag))
    if (leadsOut(path)) file.find(pathOutside, `the tag ${tag} names a file outside the folder`, {evidence: path})
}

/** Lines of comments hold no tag, wherever they stand; loaders decode `%6f` in one. */
function plainTags(text: string): string {
  return text
    .replace(commentLine, '')
    .replace(/%([2-7][0-9a-fA-F])/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** Tags that make objects, whole: also those that a document shortens by a handle of its own. */
function* objectTags(plain: string): Generator<string> {
  for (const [tag] of plain.matchAll(objectTag)) yield tag
  for (const [, handle = '', prefix = ''] of [...plain.matchAll(handles)].slice(0, mostHandles)) {
    for (const rest of plain.split(handle).slice(2)) {
      const tag = `!!${prefix}${endOfTag.exec(rest)?.[0] ?? ''}`
      if (tag.startsWith('!!python/')) yield tag
    }
  }
}
