import type {Evidence} from '../../inventory/evidence.ts'
import {keyOf} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import {makeService} from '../../inventory/make.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {modelPortPublished} from '../../rules/model-port-published.ts'
import {servedWithoutKey} from '../../rules/served-without-key.ts'
import type {DetectorContext} from '../detector.ts'
import type {ServerStart} from './start.ts'

/** A model server that others than its own machine reach. */
export interface Exposure {
  readonly path: string
  readonly line?: number | undefined
  /** the name under which the file starts it */
  readonly symbol?: string | undefined
  readonly start: ServerStart
  /** `port 8000 is published on every interface` */
  readonly how: string
  /** where a key may be set that this file does not show */
  readonly keyPlace?: string | undefined
  /** the rule is about the port itself, whether or not the server asks for a key */
  readonly isPort: boolean
}

/** Where a server may get its key, if it gets none where it is started and can have one. */
export function keyPlaceOf({server, hasKey}: ServerStart, place: string | undefined): string | undefined {
  return hasKey || server.keyVariables.length === 0 ? undefined : place
}

/** Findings of exposures: without a key everybody is served, and with one the port is still open. */
export function extractionOf(exposures: readonly Exposure[], context: DetectorContext): Extraction<never> {
  const parts = exposures.map(exposure => judge(exposure, context)).filter(part => part !== undefined)
  return {assets: parts.map(({asset}) => asset), findings: parts.map(({finding}) => finding)}
}

function judge({path, line, symbol, start, how, keyPlace, isPort}: Exposure, context: DetectorContext) {
  const scope = context.scopeOf(path)
  const isOpen = !start.hasKey && keyPlace === undefined
  if (scope !== 'product' || (!isOpen && !isPort)) return undefined
  const evidence: Evidence = {
    ...{detector: 'serving', technique: 'manifest', path, level: 'configured', scope, confidence: 0.9},
    ...(line !== undefined && {line}),
    ...(symbol !== undefined && {symbol}),
  }
  const {slug} = start.server
  const asset = makeService({provider: slug, endpoints: []}, [evidence])
  const {id} = isOpen ? servedWithoutKey : modelPortPublished
  const key = isOpen
    ? ', and it asks for no key'
    : keyPlace === undefined
      ? ''
      : `, and whether it asks for a key is left to ${keyPlace}`
  const fingerprint = sha256Hex(`${id}\n${path}\n${slug}\n${symbol ?? ''}`).slice(0, 32)
  return {asset, finding: {rule: id, asset: keyOf(asset), message: `${how}${key}`, evidence: [evidence], fingerprint}}
}
