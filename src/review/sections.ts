import {propertiesOf} from '../bom/stated/node.ts'
import {asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../lib/narrow.ts'
import {baseName} from '../lib/path.ts'
import {reachOf} from './checks/agents.ts'
import {originsOf} from './checks/licences.ts'
import {isRisky} from './checks/model-files.ts'
import {endpointsOf, flowsOf, isCleartext, isLocal} from './checks/services.ts'
import {placedLicences} from './checks/terms/placed.ts'
import type {ComparedFile, ReviewContext, SignatureVerdict} from './context.ts'
import {isHollow} from './facts/hollow.ts'
import type {ReviewResult, Row} from './review-result.generated.ts'
import {hashesOf, licencesOf, makerOf, type Part, supplierOf, topOf} from './view.ts'

/** A text of a card, as a row; long ones are told whole, since the card is what they are. */
const textLength = 2000

/** Who, what, when, by which tool. */
export function identityRows(context: ReviewContext): Row[] {
  const {view} = context
  const {metadata, document} = view
  const {node: top, pointer: at} = topOf(view) ?? {node: {}, pointer: ''}
  const tools = toolsOf(metadata)
  return [
    ...topRows(context, top, at),
    row(context, 'BOM written', asText(metadata['timestamp']), '/metadata/timestamp'),
    row(
      context,
      'BOM written by',
      recordsOf(metadata['authors'])
        .flatMap(({name}) => asText(name) ?? [])
        .join(', ') || nameIn(metadata['manufacturer']),
      '/metadata/authors',
    ),
    row(context, 'Tool', tools, '/metadata/tools'),
    row(context, 'Serial number', serialOf(document), '/serialNumber'),
    ...view.models
      .slice(0, 50)
      .flatMap(model => (model.node === top ? [] : [row(context, 'Model', modelLine(model), model.pointer)])),
  ]
}

/** With the version of the document after the first: a new one keeps the serial number. */
function serialOf({serialNumber, version}: UnknownRecord): string | undefined {
  const serial = asText(serialNumber)
  return serial !== undefined && typeof version === 'number' && version > 1 ? `${serial}, version ${version}` : serial
}

function topRows(context: ReviewContext, top: UnknownRecord, at: string): Row[] {
  const {metadata} = context.view
  return [
    row(context, 'Name', asText(top['name']), `${at}/name`),
    row(context, 'Version', asText(top['version']), `${at}/version`),
    row(context, 'Made by', makerOf(top) ?? supplierOf(metadata), `${at}/manufacturer`),
    row(context, 'Supplied by', nameIn(top['supplier']) ?? nameIn(metadata['supplier']), `${at}/supplier`),
    row(context, 'Package URL', asText(top['purl']), `${at}/purl`),
  ]
}

function modelLine(model: Part): string {
  const version = asText(model.node['version'])
  const maker = makerOf(model.node)
  return `${model.name}${version === undefined ? '' : ` at ${version}`}${maker === undefined ? '' : `, by ${maker}`}`
}

function toolsOf(metadata: UnknownRecord): string | undefined {
  const tools = metadata['tools']
  const list = Array.isArray(tools)
    ? recordsOf(tools)
    : [...recordsOf(asRecord(tools)?.['components']), ...recordsOf(asRecord(tools)?.['services'])]
  const names = list.map(({name, version}) =>
    [asText(name), asText(version)].filter(part => part !== undefined).join(' '),
  )
  return names.length === 0 ? undefined : names.join(', ')
}

function nameIn(entity: unknown): string | undefined {
  return asText(asRecord(entity)?.['name'])
}

function row({notes}: ReviewContext, label: string, value: string | undefined, pointer: string): Row {
  if (value === undefined) return {label, value: 'not stated', status: 'unknown', evidence: []}
  const shown = value.length > textLength ? `${value.slice(0, textLength)} …` : value
  return {label, value: shown, status: isHollow(value) ? 'empty' : 'stated', evidence: [notes.cite(pointer, value)]}
}

const signatureStates = {
  verified: ['confirmed', 'signature verified'],
  invalid: ['contradicted', 'signature not valid'],
  unsigned: ['unknown', 'not signed'],
  unverifiable: ['stated', 'signed, but the signature could not be verified'],
} as const satisfies Record<SignatureVerdict['status'], readonly [Row['status'], string]>

/** What is signed, and what of it was verified. */
export function signatureRows({view, notes, signature}: ReviewContext): Row[] {
  const rows: Row[] = [bomSignature(signature)]
  for (const part of view.parts) {
    for (const [index, {type, url}] of recordsOf(part.node['externalReferences']).entries()) {
      if (type !== 'attestation' && type !== 'digital-signature') continue
      const address = String(url)
      const evidence = [notes.cite(`${part.pointer}/externalReferences/${index}`, address)]
      rows.push({
        label: part.name,
        value: `${type} at ${address}`,
        status: 'stated',
        note: 'not downloaded and not verified; run aibom verify',
        evidence,
      })
    }
  }
  return rows
}

function bomSignature(signature: SignatureVerdict | undefined): Row {
  if (signature === undefined)
    return {label: 'The BOM', value: 'generated by this review', status: 'confirmed', evidence: []}
  const [status, words] = signatureStates[signature.status]
  return {
    label: 'The BOM',
    value: signature.signer === undefined ? words : `${words}: ${signature.signer}`,
    status,
    note: signature.message,
    evidence: [],
  }
}

/** Components that are files, and models with digests that no file has. */
export function fileRows(context: ReviewContext): ReviewResult['files'] {
  const {view, files} = context
  const compared = new Map(files.map(file => [file.subject, file]))
  const safety = safetyByName(context)
  const parts = view.parts.filter(part => !part.isOrigin && isFile(part))
  const listed = new Set(parts.flatMap(({node}) => hashesOf(node).map(({content}) => content)))
  const standalone = view.models.filter(({node}) => hashesOf(node).some(({content}) => !listed.has(content)))
  return [...parts, ...standalone].map(part => {
    const check = compared.get(part.ref ?? part.name) ?? compared.get(part.name)
    return fileRow(part, {check, verdict: safety.get(baseName(part.name)), context})
  })
}

function isFile({role, node}: Part): boolean {
  return role === 'weights' || role === 'code' || (role === 'file' && hashesOf(node).length > 0)
}

interface FileFacts {
  readonly check: ComparedFile | undefined
  /** what came of reading its content */
  readonly verdict: string | undefined
  readonly context: ReviewContext
}

function fileRow(part: Part, {check, verdict, context}: FileFacts): ReviewResult['files'][number] {
  const hashes = hashesOf(part.node)
  const own = context.isOwn ? propertiesOf(part.node, 'aibom:safety:verdict')[0] : undefined
  const note = check === undefined || check.status === 'confirmed' || check.message === '' ? undefined : check.message
  return {
    name: part.name,
    of: part.parent?.name ?? '',
    digests: hashes.map(({alg, content}) => `${alg} ${content}`),
    status: hashes.length === 0 ? 'no-digest' : isOwnCount(part, context) ? 'confirmed' : statusOf(check),
    safety: toSafety(verdict ?? own, part),
    ...(note !== undefined && {note}),
    evidence: [
      context.notes.cite(hashes.length > 0 ? `${part.pointer}/hashes` : part.pointer, hashes[0]?.content ?? part.name),
    ],
  }
}

/** The digest was computed of the bytes at hand, a moment ago. */
function isOwnCount({node}: Part, {isOwn, artifacts}: ReviewContext): boolean {
  return (
    isOwn &&
    artifacts.some(({source}) => source === 'artifact') &&
    !propertiesOf(node, 'aibom:weights:present').includes('false')
  )
}

function statusOf(check: ComparedFile | undefined): ReviewResult['files'][number]['status'] {
  return check === undefined || check.status === 'open' ? 'stated' : check.status
}

function safetyByName({artifacts}: ReviewContext): Map<string, string> {
  return new Map(
    artifacts.flatMap(({inventory}) =>
      inventory.assets.flatMap(({name, properties}): [string, string][] => {
        const verdict = properties?.['aibom:safety:verdict']?.[0]
        return verdict === undefined ? [] : [[baseName(name), verdict]]
      }),
    ),
  )
}

function toSafety(verdict: string | undefined, part: Part): ReviewResult['files'][number]['safety'] {
  if (verdict === 'safe' || verdict === 'unsafe' || verdict === 'unknown') return verdict
  return isRisky(part) || part.role === 'code' ? 'by-name' : 'unread'
}

/** Licenses of weights, of what they were made from, of data, code and services; one row for each. */
export function licenceRows({view, notes}: ReviewContext): ReviewResult['licences'] {
  const parts: [Part, ReviewResult['licences'][number]['role']][] = [
    ...view.models.flatMap((model): [Part, 'weights' | 'base'][] => [
      [model, 'weights'],
      ...originsOf(model, view).bases.map((base): [Part, 'base'] => [base, 'base']),
    ]),
    ...view.datasets.map((part): [Part, 'data'] => [part, 'data']),
    ...view.services
      .filter(part => licencesOf(part.node).length > 0)
      .map((part): [Part, 'service'] => [part, 'service']),
    ...view.parts
      .filter(part => isCode(part) && (part !== view.subject || licencesOf(part.node).length > 0))
      .map((part): [Part, 'code'] => [part, 'code']),
  ]
  const distinct = new Map(parts.map(([part, role]) => [`${role}\n${part.name}`, [part, role] as const]))
  return [...distinct.values()].flatMap(([part, role]): ReviewResult['licences'] => {
    const placed = placedLicences(part, view)
    if (placed.length === 0)
      return [
        {
          subject: part.name,
          role,
          licence: null,
          commercial: 'unclear',
          terms: [],
          evidence: [notes.cite(part.pointer, part.name)],
        },
      ]
    return placed.map(({text, pointer, terms}) => {
      return {
        subject: part.name,
        role,
        licence: text,
        commercial: terms.commercial,
        terms: [...terms.asks],
        evidence: [notes.cite(pointer, text)],
      }
    })
  })
}

function isCode({role, isOrigin}: Part): boolean {
  return role === 'other' && !isOrigin
}

/** What is not stated is `unknown`; only a stated false is `no`. */
export function serviceRows({view, notes}: ReviewContext): ReviewResult['services'] {
  return view.services.map(service => {
    const {node, pointer, name} = service
    const provider = nameIn(node['provider'])
    const crosses = node['x-trust-boundary']
    return {
      name,
      ...(provider !== undefined && {provider}),
      endpoints: endpointsOf(service),
      encrypted: encryptionOf(endpointsOf(service)),
      authenticated: node['authenticated'] === true ? 'yes' : node['authenticated'] === false ? 'no' : 'unknown',
      ...(typeof crosses === 'boolean' && {leaves: crosses}),
      flows: flowsOf(service).map(({flow, classification}) => `${flowWords.get(flow) ?? flow}: ${classification}`),
      evidence: [notes.cite(pointer, name)],
    }
  })
}

function encryptionOf(endpoints: readonly string[]): 'yes' | 'no' | 'unknown' {
  if (endpoints.some(isCleartext)) return 'no'
  return endpoints.every(isLocal) ? 'unknown' : 'yes'
}

const flowWords: ReadonlyMap<string, string> = new Map([
  ['inbound', 'in'],
  ['outbound', 'out'],
  ['bi-directional', 'sent and received'],
  ['unknown', 'direction unknown'],
])

/** Agents, MCP servers and tools, with what each may do. */
export function agentRows({view, notes}: ReviewContext): ReviewResult['agents'] {
  return view.parts
    .filter(({role}) => role === 'agent' || role === 'mcp-server' || role === 'tool')
    .map(part => ({
      name: part.name,
      kind: part.role === 'mcp-server' ? 'MCP server' : part.role,
      may: reachOf(part).map(({text}) => text),
      evidence: [notes.cite(part.pointer, part.name)],
    }))
}

/** Measures that the card states, with their source. */
export function metricRows(context: ReviewContext): Row[] {
  return context.view.models.flatMap(model =>
    recordsOf(asRecord(asRecord(model.node['modelCard'])?.['quantitativeAnalysis'])?.['performanceMetrics']).map(
      (metric, index) => {
        const slice = asText(metric['slice'])
        const interval = asRecord(metric['confidenceInterval'])
        const range =
          interval === undefined
            ? ''
            : ` (${asText(interval['lowerBound']) ?? '?'} to ${asText(interval['upperBound']) ?? '?'})`
        const value = `${asText(metric['value']) ?? 'no value'}${range}`
        const at = `${model.pointer}/modelCard/quantitativeAnalysis/performanceMetrics/${index}`
        return {
          ...row(
            context,
            `${model.name}: ${asText(metric['type']) ?? 'metric'}${slice === undefined ? '' : ` on ${slice}`}`,
            value,
            at,
          ),
          note: 'as stated by the vendor',
        }
      },
    ),
  )
}

const considerations: readonly (readonly [field: string, label: string])[] = [
  ['useCases', 'Meant for'],
  ['users', 'Users'],
  ['technicalLimitations', 'Limits'],
  ['performanceTradeoffs', 'Trade-offs'],
  ['ethicalConsiderations', 'Risks'],
  ['fairnessAssessments', 'Groups at risk'],
]

/** What the card says of use, limits and risks. */
export function limitRows(context: ReviewContext): Row[] {
  return context.view.models.flatMap(model => {
    const card = asRecord(asRecord(model.node['modelCard'])?.['considerations'])
    return considerations.flatMap(([field, label]) => {
      const list = Array.isArray(card?.[field]) ? card[field] : []
      const texts = list.flatMap((item: unknown) => textsOf(item)[0] ?? describe(asRecord(item)))
      const many = context.view.models.length > 1 ? `${model.name}: ${label}` : label
      return texts.map((text: string, index: number) =>
        row(context, many, text, `${model.pointer}/modelCard/considerations/${field}/${index}`),
      )
    })
  })
}

function describe(item: UnknownRecord | undefined): string[] {
  const name = asText(item?.['name']) ?? asText(item?.['groupAtRisk'])
  const answer = asText(item?.['mitigationStrategy'])
  return name === undefined ? [] : [answer === undefined ? name : `${name}; against it: ${answer}`]
}
