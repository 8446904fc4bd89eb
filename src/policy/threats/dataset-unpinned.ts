import {datasetUnpinned as meta} from '../../rules/dataset-unpinned.ts'
import {isInProduct, judgeEach, nameOf} from './found.ts'
import type {ThreatRule} from './threat-rule.ts'

/** Of data of a registry that the product reads; a data card that describes it is no use of it. */
export const datasetUnpinned: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, ['dataset'], dataset => {
      const {registry, floating} = dataset.facts
      // a description of a data set reads none
      if (dataset.evidence.every(({detector}) => detector.startsWith('datacards'))) return undefined
      if (floating !== true || registry === undefined || !isInProduct(dataset)) return undefined
      return `data set ${nameOf(dataset)} of ${registry} is read without a commit`
    }),
}
