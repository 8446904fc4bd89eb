import {normaliseKey} from '../../catalog/config-keys.ts'
import {reportSetting} from '../../catalog/settings.ts'
import {type Collector, collector, type Where} from '../../inventory/collector.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {AibomError, gapCodeOf} from '../../lib/errors.ts'
import type {Detector, DetectorContext} from '../detector.ts'
import {guardrailOfResource, serviceOfResource} from './resources.ts'

/** Larger files are generated state, not written infrastructure. */
const limitBytes = 1024 * 1024
const lineLimit = 2000

/** Hosted models in Terraform and Bicep. */
export const infra: Detector = {
  id: 'infra',
  version: 1,
  finds: ['model', 'service', 'guardrail'],
  required: file => /\.(?:tf|tfvars|hcl|bicep|bicepparam)$/.test(file.path),
  extract,
}

async function extract(file: OpenFile, context: DetectorContext): Promise<Extraction> {
  const rule = file.path.endsWith('bicep') || file.path.endsWith('bicepparam') ? 'bicep' : 'terraform'
  const into = collector({
    detector: `infra/${rule}`,
    technique: 'manifest',
    path: file.path,
    scope: context.scopeOf(file.path),
  })
  try {
    reportLines((await file.text(limitBytes)).split(/\r\n|\n|\r/), into)
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    into.gap(gapCodeOf(error), error.message)
  }
  return into.done()
}

const comment = /^\s*(?:#|\/\/|\*|\/\*)/
/** `resource "type" "name" {`, `resource name 'type@version' = {` */
const terraformResource = /^\s*(?:resource|data)\s+"([\w]+)"\s+"([\w-]+)"/
const bicepResource = /^\s*resource\s+\w+\s+'([\w./]+)@/
const opening =
  /^\s*(?:(?:resource|data|variable|module|output|param|var)\s+)?["']?([A-Za-z_][\w.-]*)(?![\w.-])["']?.*[{[]\s*(?:\/\/.*|#.*)?$/s
const assignment = /^\s*(?:(?:param|var|output)\s+)?["']?([A-Za-z_][\w-]*)["']?(?:\s+\w+)?\s*[=:]\s*(["'])([^"']*)\2/
const variableBlock = /^\s*variable\s+"([\w-]+)"/

/** Blocks by their braces, assignments by line: all that both languages need here. */
function reportLines(lines: readonly string[], into: Collector): void {
  const open: string[] = []
  let resource = ''
  let guardrail: OpenGuardrail | undefined
  lines.forEach((raw, at) => {
    if (raw.length > lineLimit || comment.test(raw)) return
    const line = at + 1
    const type = terraformResource.exec(raw)?.[1] ?? bicepResource.exec(raw)?.[1]
    if (type !== undefined) resource = type
    if (type !== undefined) {
      reportGuardrail(guardrail, into)
      guardrail = guardrailAt(type, raw, line)
      reportResource(type, line, into)
    }
    if (guardrail !== undefined) addCheck(guardrail, raw)
    reportAssignment(raw, line, open, resource, into)
    track(raw, open)
  })
  reportGuardrail(guardrail, into)
}

/** A resource that is a guardrail, with what its block says so far. */
interface OpenGuardrail {
  readonly name: string
  readonly engine: string
  readonly where: Where
  /** `HATE input_strength=HIGH`: what it filters, and how strictly */
  readonly checks: string[]
}

const checkLimit = 100
const strictness = /strength|threshold|action/

function guardrailAt(type: string, text: string, line: number): OpenGuardrail | undefined {
  const engine = guardrailOfResource(type)
  if (engine === undefined) return undefined
  return {name: resourceName(text) ?? type, engine, where: {line, symbol: type, confidence: 0.93}, checks: []}
}

function addCheck({checks}: OpenGuardrail, raw: string): void {
  const [, key = '', , value = ''] = assignment.exec(raw) ?? []
  const last = checks.length - 1
  if (key === 'type' && checks.length < checkLimit) checks.push(value)
  else if (strictness.test(key) && last >= 0) checks[last] = `${checks[last]} ${key}=${value}`
}

function reportGuardrail(guardrail: OpenGuardrail | undefined, into: Collector): void {
  if (guardrail === undefined) return
  const {name, where, engine, checks} = guardrail
  into.guardrail(name, where, {engine, ...(checks.length > 0 && {checks: [...new Set(checks)].sort()})})
}

function reportResource(type: string, line: number, into: Collector): void {
  const service = serviceOfResource(type)
  if (service !== undefined) into.service(service, {line, symbol: type, confidence: 0.93})
}

/** What the file calls a resource. */
function resourceName(line: string): string | undefined {
  return terraformResource.exec(line)?.[2] ?? /^\s*resource\s+(\w+)/.exec(line)?.[1]
}

function reportAssignment(raw: string, line: number, open: readonly string[], resource: string, into: Collector): void {
  const [, key = '', , value = ''] = assignment.exec(raw) ?? []
  if (key === '' || value.includes('${')) return
  if (normaliseKey(key) === 'kind' && /^(?:OpenAI|AIServices)$/.test(value) && /cognitive/i.test(resource)) {
    into.service('azure-openai', {line, symbol: key, confidence: 0.93})
    return
  }
  // a variable's value stands under `default`: the variable is its key
  const variable = open.at(-1)
  const isDefault = key === 'default' && variable !== undefined
  reportSetting({key: isDefault ? variable : key, value, ancestors: open, line, isAboutModels: true}, into)
}

function track(raw: string, open: string[]): void {
  const closers = raw.replace(/["'][^"']*["']/g, '').match(/[{}[\]]/g) ?? []
  const name = variableBlock.exec(raw)?.[1] ?? opening.exec(raw)?.[1] ?? ''
  for (const sign of closers) {
    if (sign === '{' || sign === '[') open.push(normaliseKey(name))
    else open.pop()
  }
}
