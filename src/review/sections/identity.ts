import {asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import type {ReviewContext} from '../context.ts'
import type {Row} from '../review-result.generated.ts'
import {makerOf, type Part, supplierOf, topOf} from '../view.ts'
import {row} from './row.ts'

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

export function nameIn(entity: unknown): string | undefined {
  return asText(asRecord(entity)?.['name'])
}
