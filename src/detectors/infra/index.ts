import {normaliseKey, roleOfKey} from '../../catalog/config-keys.ts'
import {reportSetting} from '../../catalog/settings.ts'
import {type Collector, collector, type Where} from '../../inventory/collector.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {AibomError, gapCodeOf} from '../../lib/errors.ts'
import type {Detector, DetectorContext} from '../detector.ts'
import {assignment, isSkipped, textLimitBytes} from './lines.ts'
import {longTextAt} from './long-texts.ts'
import {reportPromptFiles} from './prompt-files.ts'
import {isOpenAiKind, type OpenRegion, readRegion} from './region.ts'
import {guardrailOfResource, serviceOfResource} from './resources.ts'

/** Hosted models in Terraform and Bicep. */
export const infra: Detector = {
  id: 'infra',
  version: 1,
  finds: ['model', 'service', 'prompt', 'guardrail'],
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
    const lines = (await file.text(textLimitBytes)).split(/\r\n|\n|\r/)
    reportLines(lines, into)
    await reportPromptFiles(lines, file.path, context, into)
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    into.gap(gapCodeOf(error), error.message)
  }
  return into.done()
}

/** `resource "type" "name" {`, `resource name 'type@version' = {` */
const terraformResource = /^\s*(?:resource|data)\s+"([\w]+)"\s+"([\w-]+)"/
const bicepResource = /^\s*resource\s+\w+\s+'([\w./]+)@/
const opening =
  /^\s*(?:(?:resource|data|variable|module|output|param|var)\s+)?["']?([A-Za-z_][\w.-]*)(?![\w.-])["']?.*[{[]\s*(?:\/\/.*|#.*)?$/s
const variableBlock = /^\s*variable\s+"([\w-]+)"/
/** `variable "model" { default = "…" }` on one line */
const blockOnOneLine = /^\s*variable\s+"([\w-]+)"\s*\{\s*default\s*=\s*"([^"]{1,500})"\s*\}\s*$/

/** Blocks by their braces, assignments by line: all that both languages need here. */
function reportLines(lines: readonly string[], into: Collector): void {
  const open: string[] = []
  let resource = ''
  let guardrail: OpenGuardrail | undefined
  let region: OpenRegion = {}
  let textEnd = -1
  lines.forEach((raw, at) => {
    if (at <= textEnd || isSkipped(raw)) return
    const line = at + 1
    const long = longTextAt(lines, at)
    if (long !== undefined && roleOfKey(normaliseKey(long.key)) === 'prompt') {
      textEnd = long.end
      reportSetting({key: long.key, value: long.text, ancestors: open, line, isAboutModels: true}, into)
      return
    }
    const type = terraformResource.exec(raw)?.[1] ?? bicepResource.exec(raw)?.[1]
    if (type !== undefined) {
      resource = type
      region = {service: serviceOfResource(type)}
      reportGuardrail(guardrail, into)
      guardrail = guardrailAt(type, raw, line, open.length)
      reportResource(type, line, into)
    }
    if (guardrail !== undefined) readBlock(guardrail, raw, open.length)
    reportAssignment(raw, {line, open, resource, versionBeside: () => versionBeside(lines, at)}, into)
    readRegion(raw, {line, resource, region}, into)
    const lowest = track(raw, open)
    if (guardrail === undefined) return
    closeBlocks(guardrail, lowest)
    if (open.length > guardrail.depth) return
    reportGuardrail(guardrail, into)
    guardrail = undefined
  })
  reportGuardrail(guardrail, into)
}

/** A resource that is a guardrail, with what its block says so far. */
interface OpenGuardrail {
  readonly name: string
  readonly engine: string
  readonly where: Where
  /** how many braces are open around the resource: where no more than these are, it ends */
  readonly depth: number
  /** blocks that are not closed yet, by how many braces are open inside them */
  readonly blocks: Map<number, Block>
  /** `HATE input_strength=HIGH`: what it filters, and how strictly */
  readonly checks: string[]
}

/** What one block filters, and how strictly, in whichever order it says so. */
interface Block {
  type?: string
  readonly strict: string[]
}

const checkLimit = 100
const strictness = /strength|threshold|action/

function guardrailAt(type: string, text: string, line: number, depth: number): OpenGuardrail | undefined {
  const engine = guardrailOfResource(type)
  if (engine === undefined) return undefined
  const where = {line, symbol: type, confidence: 0.93}
  return {name: resourceName(text) ?? type, engine, where, depth, blocks: new Map(), checks: []}
}

function readBlock({blocks}: OpenGuardrail, raw: string, depth: number): void {
  const [, key = '', , value = ''] = assignment.exec(raw) ?? []
  const block = blocks.get(depth) ?? {strict: []}
  if (key === 'type') block.type = value
  else if (strictness.test(key)) block.strict.push(`${key}=${value}`)
  else return
  blocks.set(depth, block)
}

/** A block without a type filters nothing that has a name. */
function closeBlocks({blocks, checks}: OpenGuardrail, lowest: number): void {
  for (const [depth, {type, strict}] of blocks) {
    if (depth <= lowest) continue
    blocks.delete(depth)
    if (type !== undefined && checks.length < checkLimit) checks.push([type, ...strict].join(' '))
  }
}

function reportGuardrail(guardrail: OpenGuardrail | undefined, into: Collector): void {
  if (guardrail === undefined) return
  const {name, where, engine, depth, checks} = guardrail
  closeBlocks(guardrail, depth)
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

/** How far from a name in its block a version is looked for. */
const besideLines = 10

/** `version` in the block that a line stands in; blocks inside it and around it are none of it. */
function versionBeside(lines: readonly string[], at: number): string | undefined {
  for (const step of [1, -1]) {
    for (let line = at + step; Math.abs(line - at) <= besideLines; line += step) {
      const raw = lines[line] ?? '}'
      if (isSkipped(raw) || /[{}]/.test(raw)) break
      const [, key, , value] = assignment.exec(raw) ?? []
      if (key === 'version' && value !== undefined && /^[\w.-]{1,60}$/.test(value)) return value
    }
  }
  return undefined
}

interface Assigned {
  readonly line: number
  readonly open: readonly string[]
  readonly resource: string
  readonly versionBeside: () => string | undefined
}

function reportAssignment(raw: string, {line, open, resource, versionBeside}: Assigned, into: Collector): void {
  const [, name, text] = blockOnOneLine.exec(raw) ?? []
  if (name !== undefined && text !== undefined)
    reportSetting({key: name, value: text, ancestors: open, line, isAboutModels: true}, into)
  const [, key = '', , value = ''] = assignment.exec(raw) ?? []
  if (key === '' || value.includes('${')) return
  if (isOpenAiKind(key, value, resource)) {
    into.service('azure-openai', {line, symbol: key, confidence: 0.93})
    return
  }
  // a variable's value stands under `default`: the variable is its key
  const variable = open.at(-1)
  const isDefault = key === 'default' && variable !== undefined
  // `model {name = …, version = …}` of a deployment
  const version = key === 'name' && variable === 'model' ? versionBeside() : undefined
  reportSetting({key: isDefault ? variable : key, value, ancestors: open, line, isAboutModels: true, version}, into)
}

/** @returns how many braces were open where the fewest were */
function track(raw: string, open: string[]): number {
  const signs = raw.replace(/["'][^"']*["']/g, '').match(/[{}[\]]/g) ?? []
  const name = variableBlock.exec(raw)?.[1] ?? opening.exec(raw)?.[1] ?? ''
  let lowest = open.length
  for (const sign of signs) {
    if (sign === '{' || sign === '[') open.push(normaliseKey(name))
    else open.pop()
    lowest = Math.min(lowest, open.length)
  }
  return lowest
}
