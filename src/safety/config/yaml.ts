import {AibomError} from '../../lib/errors.ts'
import {isJsonObject, type JsonObject, type JsonValue} from '../../lib/parse/strict-json.ts'
import {codeInside} from '../../rules/code-inside.ts'
import {configUnread} from '../../rules/config-unread.ts'
import {pathOutside} from '../../rules/path-outside.ts'
import {LimitReached} from '../budget.ts'
import {leadsOut} from '../paths.ts'
import type {Examination, FormatReader} from '../reader.ts'
import {judgeConfig} from './judge-config.ts'
import {judgeTarget} from './targets.ts'
import {judgeTags} from './yaml-tags.ts'
import {parsePlainYaml} from './yaml-value.ts'

const limitBytes = 16 * 1024 * 1024
const shownOfFlavor = ['loader_module', 'python_version', 'model_path', 'data']
const codeKeys: ReadonlySet<string> = new Set(['code', 'code_path', 'model_code_path'])
/** Looked for where the YAML cannot be parsed. */
const writtenTarget = /(?:^|[\s{,"'])_target_["']?\s*:\s*["']?([A-Za-z_][\w.:]*)/g

/** A configuration in YAML: what it has its loader call, wherever that stands. */
export const yaml: FormatReader = {
  format: 'yaml',
  matches: ({name, head}) =>
    /(?:\.ya?ml|(?:^|\/)MLmodel)$/i.test(name) && head.every(byte => byte >= 0x20 || (byte >= 9 && byte <= 13))
      ? 'likely'
      : undefined,
  read(file) {
    if (file.byteLength > limitBytes) throw new LimitReached(`more than ${limitBytes} bytes of YAML`)
    const text = new TextDecoder().decode(file.bytes.read(0n, file.byteLength))
    file.cover(0, file.byteLength)
    let value: JsonValue | undefined
    try {
      value = parse(file, text)
    } finally {
      judgeTags(file, text, value !== undefined)
    }
    if (value === undefined) return
    for (const document of Array.isArray(value) ? value : [value]) judgeConfig(file, document)
    if (/(?:^|\/)MLmodel$/.test(file.name) && isJsonObject(value)) judgeMlflow(file, value)
  },
}

/**
 * A key that stands twice means one thing to one loader and another to the next; what the last one says is judged all
 * the same.
 */
function parse(file: Examination, text: string): JsonValue | undefined {
  try {
    return parsePlainYaml(text, file.name, true)
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    file.find(configUnread, error.message)
    return parseAgain(file, text)
  }
}

function parseAgain(file: Examination, text: string): JsonValue | undefined {
  try {
    return parsePlainYaml(text, file.name, false)
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    for (const [, target = ''] of text.matchAll(writtenTarget)) judgeTarget(file, target, '_target_')
    return undefined
  }
}

/** What MLflow records of a model, and the code that it brings. */
function judgeMlflow(file: Examination, model: JsonObject): void {
  file.isOf('mlflow')
  judgePaths(file, model['saved_input_example_info'], 'saved_input_example_info')
  const flavors = model['flavors']
  if (!isJsonObject(flavors)) return
  file.fact('flavors', Object.keys(flavors).sort())
  for (const [name, flavor] of Object.entries(flavors)) if (isJsonObject(flavor)) judgeFlavor(file, name, flavor)
  judgePaths(file, flavors, 'flavors')
}

function judgeFlavor(file: Examination, name: string, flavor: JsonObject): void {
  const shown: ReadonlySet<string> = new Set([...shownOfFlavor, `${name}_version`])
  for (const [key, item] of Object.entries(flavor)) {
    if (typeof item !== 'string' || item === '') continue
    const member = `flavors.${name}.${key}`
    if (shown.has(key)) file.fact(`${name}.${key}`, item)
    if (codeKeys.has(key)) file.find(codeInside, `the flavor ${name} brings the code ${item}`, {member, evidence: item})
  }
}

/** Files that MLflow keeps beside the model, each by its path there; where they came from is only a note. */
function judgePaths(file: Examination, value: JsonValue | undefined, path: string): void {
  if (!isJsonObject(value)) return
  for (const [key, item] of Object.entries(value)) {
    const member = `${path}.${key}`
    if (typeof item !== 'string') judgePaths(file, item, member)
    else if (key !== 'uri' && /[/\\]/.test(item) && leadsOut(item))
      file.find(pathOutside, `${member} is ${JSON.stringify(item)}, outside the folder of the model`, {
        member,
        evidence: item,
      })
  }
}
