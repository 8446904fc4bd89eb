import {isLocalName, isOwnHost} from '../../lib/http/host-reach.ts'
import {asRecord, asText, indexedRecords, recordsOf, textsOf} from '../../lib/narrow.ts'
import type {ReviewContext} from '../context.ts'
import type {Part} from '../view.ts'

const sensitivePattern =
  /\b(?:pii|phi|personal|confidential|secret|sensitive|health|medical|patient|financial|restricted|biometric|special category)/i
const addressPattern = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]{2,45}\])$/i
const plainSchemes: ReadonlySet<string> = new Set(['http:', 'ws:', 'ftp:', 'tcp:', 'redis:', 'mqtt:', 'grpc:'])

/** Where data goes, and how it is protected on the way. */
export function checkServices(context: ReviewContext): void {
  for (const service of context.view.services) checkService(service, context)
  for (const part of context.view.parts) checkEndpointProperties(part, context)
}

function checkService(service: Part, context: ReviewContext): void {
  const {notes} = context
  const {pointer, name} = service
  const endpoints = endpointsOf(service)
  const cite = (endpoint: string): number => notes.cite(`${pointer}/endpoints`, endpoint)
  const plain = endpoints.filter(isCleartext)
  const isRemote = endpoints.some(endpoint => !isLocal(endpoint))
  if (plain.length > 0)
    notes.find('service-cleartext', {
      subject: name,
      message: `${name} is reached at ${plain.join(', ')}`,
      evidence: plain.map(cite),
    })
  if (isOpen(service) && isRemote) {
    const evidence = [notes.cite(`${pointer}/authenticated`, 'false')]
    notes.find('service-open', {subject: name, message: `${name} is declared as not authenticated`, evidence})
  }
  const bare = endpoints.filter(isBareAddress)
  if (bare.length > 0)
    notes.find('service-bare-address', {
      subject: name,
      message: `${name} is at ${bare.join(', ')}`,
      evidence: bare.map(cite),
    })
  checkSensitive(service, lacksOf(service, plain.length > 0, isRemote), context)
  if (endpoints.length === 0 && !context.isOwn && recordsOf(service.node['services']).length === 0)
    notes.find('service-unknown', {
      subject: name,
      message: `the BOM gives no address for ${name}`,
      evidence: [notes.cite(pointer, name)],
    })
  if (flowsOf(service).length === 0 && isRemote)
    notes.find('service-unknown', {
      subject: name,
      message: `${name} is called, but the BOM lists no data for it`,
      evidence: [notes.cite(pointer, name)],
    })
  else if (isRemote && typeof service.node['authenticated'] !== 'boolean')
    notes.find('service-unknown', {
      subject: name,
      message: `the BOM does not say whether ${name} authenticates its callers`,
      evidence: [notes.cite(pointer, name)],
    })
}

/** Tools that list no services write the address that a model is reached at in a property. */
const endpointProperty = /(?:^|[:._-])(?:endpoint|endpoint[-_]?url|base[-_]?url|api[-_]?base|server[-_]?url)$/i

function checkEndpointProperties({node, name, pointer}: Part, {notes}: ReviewContext): void {
  for (const [index, {name: property, value}] of indexedRecords(node['properties'])) {
    const endpoint = asText(value)
    if (endpoint === undefined || !endpointProperty.test(String(property))) continue
    const isPlain = isCleartext(endpoint)
    const isBare = isBareAddress(endpoint)
    if (!isPlain && !isBare) continue
    const evidence = [notes.cite(`${pointer}/properties/${index}/value`, endpoint)]
    if (isPlain)
      notes.find('service-cleartext', {subject: name, message: `${name} is reached at ${endpoint}`, evidence})
    if (isBare) notes.find('service-bare-address', {subject: name, message: `${name} is at ${endpoint}`, evidence})
  }
}

function isOpen({node}: Part): boolean {
  return node['authenticated'] === false
}

function lacksOf(service: Part, isPlain: boolean, isRemote: boolean): string[] {
  const isNobodys = asText(asRecord(service.node['provider'])?.['name']) === undefined && isRemote
  return [
    ...(isPlain ? ['encryption'] : []),
    ...(isOpen(service) ? ['authentication'] : []),
    ...(isNobodys ? ['a named provider'] : []),
  ]
}

function checkSensitive(service: Part, lacks: readonly string[], {notes}: ReviewContext): void {
  const sensitive = flowsOf(service).filter(({classification}) => sensitivePattern.test(classification))
  if (sensitive.length === 0 || lacks.length === 0) return
  const message = `${service.name} receives ${sensitive.map(({classification}) => classification).join(', ')} without ${lacks.join(', ')}`
  notes.find('service-sensitive', {
    subject: service.name,
    message,
    evidence: sensitive.map(({at, classification}) => notes.cite(at, classification)),
  })
}

/** As written; entries that are no text are left out. */
export function endpointsOf({node}: Part): string[] {
  return textsOf(node['endpoints'])
}

/** A data flow of a service; what is not stated is said in words. */
export interface Flow {
  readonly flow: string
  readonly classification: string
  readonly at: string
}

/** The data flows of a service, each with its JSON pointer. */
export function flowsOf({node, pointer}: Part): Flow[] {
  return recordsOf(node['data']).map((item, index) => ({
    flow: asText(item['flow']) ?? 'unknown',
    classification: asText(item['classification']) ?? 'not classified',
    at: `${pointer}/data/${index}`,
  }))
}

/** Unencrypted, and beyond this machine or network. */
export function isCleartext(endpoint: string): boolean {
  return URL.canParse(endpoint) && plainSchemes.has(new URL(endpoint).protocol) && !isLocal(endpoint)
}

/** By the host alone: this machine, or a name that only an inner network has. */
export function isLocal(endpoint: string): boolean {
  const host = hostOf(endpoint)
  return isOwnHost(host) || isLocalName(host)
}

/** An IP address beyond this machine. */
export function isBareAddress(endpoint: string): boolean {
  return addressPattern.test(hostOf(endpoint)) && !isLocal(endpoint)
}

/** '' for what is not a URL. */
export function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).hostname : ''
}
