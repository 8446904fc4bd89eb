import type {AssetOf} from '../../../inventory/asset.ts'
import {datasetUnhashed as meta} from '../../../rules/dataset-unhashed.ts'
import {isInProduct, judgeEach} from '../found.ts'
import type {ThreatRule} from '../threat-rule.ts'
import {addressOf, hasDigest} from './data-place.ts'

/** Of data that is fetched from an address and no registry: neither version nor digest is stated. */
export const datasetUnhashed: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, ['dataset'], dataset => {
      const address = dataset.facts.registry === undefined ? addressOf(dataset) : undefined
      if (
        address === undefined ||
        !isFetched(dataset) ||
        dataset.version !== undefined ||
        hasDigest(dataset) ||
        !isInProduct(dataset)
      )
        return undefined
      return `data set ${dataset.name} is fetched from ${address}, and no digest of it is stated`
    }),
}

/** The address in a card or a description is that of a page. */
function isFetched({evidence}: AssetOf<'dataset'>): boolean {
  return evidence.some(({detector}) => !detector.startsWith('datacards'))
}
