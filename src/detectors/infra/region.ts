import {normaliseKey} from '../../catalog/config-keys.ts'
import type {Collector} from '../../inventory/collector.ts'
import {assignment} from './lines.ts'

/** What a resource says of where its service runs, so far. */
export interface OpenRegion {
  service?: string | undefined
  place?: {readonly name: string; readonly line: number}
}

/** `location = "swedencentral"`, before or after the kind that says what the resource is. */
export function readRegion(
  raw: string,
  {line, resource, region}: {readonly line: number; readonly resource: string; readonly region: OpenRegion},
  into: Collector,
): void {
  const [, key = '', , value = ''] = assignment.exec(raw) ?? []
  if ((key === 'location' || key === 'region') && /^[A-Za-z][\w -]{1,40}$/.test(value))
    region.place = {name: value, line}
  else if (isOpenAiKind(key, value, resource)) region.service = 'azure-openai'
  else return
  if (region.service === undefined || region.place === undefined) return
  const {name, line: at} = region.place
  const where = {line: at, symbol: resource, confidence: 0.93}
  into.service(region.service, where, undefined, {'aibom:service:region': [name]})
}

/** A cognitive account that serves OpenAI's models. */
export function isOpenAiKind(key: string, value: string, resource: string): boolean {
  return normaliseKey(key) === 'kind' && /^(?:OpenAI|AIServices)$/.test(value) && /cognitive/i.test(resource)
}
