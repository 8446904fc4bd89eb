import {fullName} from '../../../inventory/identity.ts'
import {datasetUnpinned as meta} from '../../../rules/dataset-unpinned.ts'
import {isInProduct, judgeEach} from '../found.ts'
import type {ThreatRule} from '../threat-rule.ts'

/** Of data of a registry that the product reads; a data card that describes it is no use of it. */
export const datasetUnpinned: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, ['dataset'], dataset => {
      const {registry, floating} = dataset.facts
      // a description of a data set reads none
      if (dataset.evidence.every(({detector}) => detector.startsWith('datacards'))) return undefined
      if (floating !== true || registry === undefined || !isInProduct(dataset)) return undefined
      return `data set ${fullName(dataset)} of ${registry} is read without a commit`
    }),
}
