import {keyOf} from '../../../inventory/identity.ts'
import {datasetOriginUnknown as meta} from '../../../rules/dataset-origin-unknown.ts'
import {judgeEach} from '../found.ts'
import type {ThreatRule} from '../threat-rule.ts'
import {addressOf, isLocal} from './data-place.ts'

/** Of data that a model states it was trained on: no registry, address, file, reference or digest tells what it is. */
export const datasetOriginUnknown: ThreatRule = {
  meta,
  judge(context) {
    const trainedOn = new Set(
      context.inventory.relationships.flatMap(({kind, to}) => (kind === 'trained-on' ? [to] : [])),
    )
    return judgeEach(meta, context, ['dataset'], dataset => {
      const isKnown = dataset.facts.registry !== undefined || addressOf(dataset) !== undefined || isLocal(dataset)
      const isStated = dataset.purl !== undefined || (dataset.references ?? []).length > 0 || dataset.digests.length > 0
      if (isKnown || isStated || !trainedOn.has(keyOf(dataset))) return undefined
      return `a model was trained on ${dataset.name}, a name that leads nowhere`
    })
  },
}
