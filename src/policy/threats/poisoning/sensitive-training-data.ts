import {keyOf} from '../../../inventory/identity.ts'
import {isSensitiveName, isTrainingPath} from '../../../inventory/sensitive-name.ts'
import {sensitiveTrainingData as meta} from '../../../rules/sensitive-training-data.ts'
import {isInProduct, judgeEach} from '../found.ts'
import type {ThreatRule} from '../threat-rule.ts'
import {addressOf, isLocal} from './data-place.ts'

/** By the name of data that a model is trained on, where it lies here or at an address and in no registry. */
export const sensitiveTrainingData: ThreatRule = {
  meta,
  judge(context) {
    const trainedOn = new Set(
      context.inventory.relationships.flatMap(({kind, to}) => (kind === 'trained-on' ? [to] : [])),
    )
    return judgeEach(meta, context, ['dataset'], dataset => {
      const name = dataset.id.slice('dataset:'.length)
      const isOurs = isLocal(dataset) || addressOf(dataset) !== undefined
      const isTraining = trainedOn.has(keyOf(dataset)) || dataset.evidence.some(({path}) => isTrainingPath(path))
      if (!isOurs || !isTraining || !isSensitiveName(name) || !isInProduct(dataset)) return undefined
      return `${dataset.name} is read where a model is trained`
    })
  },
}
