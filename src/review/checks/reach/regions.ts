import {asText, indexedRecords, type UnknownRecord} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {type Region, regionIn, regionOfHost, regionTold} from '../../facts/regions.ts'
import type {Part} from '../../view.ts'
import {endpointsOf, hostOf} from '../services.ts'

const fieldPattern =
  /(?:^|[:._-])(?:region|location|residency|jurisdiction|country|geography|data[-_]?(?:residency|location|region|center)|(?:hosting|processing|deployment|storage)[-_]?(?:region|location|country))$/i

interface Declared {
  readonly text: string
  readonly region: Region
  readonly pointer: string
}

/** A service whose host is in another place than the BOM says its data stays in. */
export function checkRegions({view, notes}: ReviewContext): void {
  const ofAll = [
    ...declaredIn(view.metadata, '/metadata'),
    ...(view.subject === undefined ? [] : declaredIn(view.subject.node, view.subject.pointer)),
  ]
  for (const service of view.services) {
    const own = declaredOf(service)
    for (const [index, endpoint] of endpointsOf(service).entries()) {
      const host = hostOf(endpoint)
      const actual = regionOfHost(host)
      const declared = (own.length > 0 ? own : ofAll).find(
        each => actual !== undefined && isElsewhere(each.region, actual),
      )
      if (actual === undefined || declared === undefined) continue
      const place = actual.code ?? actual.areas[0] ?? ''
      notes.find('service-region', {
        subject: service.name,
        message: `${service.name} is reached at ${host}, which is in ${placed(actual, place)}, but the BOM says ${declared.text}`,
        conflict: [
          {value: placed(actual, place), source: 'its endpoint'},
          {value: declared.text, source: `the BOM, ${declared.pointer}`},
        ],
        evidence: [
          notes.cite(`${service.pointer}/endpoints/${index}`, endpoint),
          notes.cite(declared.pointer, declared.text),
        ],
      })
    }
  }
}

function placed({areas, code}: Region, place: string): string {
  return code === undefined ? place : `${code} (${areas.join(', ')})`
}

/** Another area; or, where both are codes of one kind, another place in it. */
function isElsewhere(declared: Region, actual: Region): boolean {
  if (!actual.areas.some(area => declared.areas.includes(area))) return true
  return declared.code !== undefined && actual.code !== undefined && formOf(declared.code) === formOf(actual.code)
    ? declared.code !== actual.code
    : false
}

/** Amazon ends a place in `-1`, Google in `1`, Microsoft writes one word. */
function formOf(code: string): string {
  if (/-\d{1,2}$/.test(code)) return 'amazon'
  return code.includes('-') ? 'google' : 'microsoft'
}

function declaredOf({node, pointer}: Part): Declared[] {
  const zone = asText(node['trustZone'])
  const told = asText(node['description'])
  return [
    ...declaredIn(node, pointer),
    ...toDeclared(zone, zone === undefined ? undefined : regionIn(zone), `${pointer}/trustZone`),
    ...toDeclared(told, told === undefined ? undefined : regionTold(told), `${pointer}/description`),
  ]
}

function declaredIn(node: UnknownRecord, pointer: string): Declared[] {
  return indexedRecords(node['properties']).flatMap(([index, {name, value}]) => {
    const text = asText(value)
    if (text === undefined || !fieldPattern.test(String(name))) return []
    return toDeclared(text, regionIn(text), `${pointer}/properties/${index}/value`)
  })
}

function toDeclared(text: string | undefined, region: Region | undefined, pointer: string): Declared[] {
  return text === undefined || region === undefined ? [] : [{text: text.slice(0, 120), region, pointer}]
}
