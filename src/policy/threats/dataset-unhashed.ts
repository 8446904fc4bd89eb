import {datasetUnhashed as meta} from '../../rules/dataset-unhashed.ts'
import {addressOf, hasDigest} from './data-place.ts'
import {isInProduct, judgeEach} from './found.ts'
import type {ThreatRule} from './threat-rule.ts'

export const datasetUnhashed: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, ['dataset'], dataset => {
      const address = dataset.facts.registry === undefined ? addressOf(dataset) : undefined
      if (address === undefined || dataset.version !== undefined || hasDigest(dataset) || !isInProduct(dataset)) return undefined
      return `data set ${dataset.name} is fetched from ${address}, and no digest of it is stated`
    }),
}
