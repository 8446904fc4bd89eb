import {keyOf} from '../../inventory/identity.ts'
import {sensitiveTrainingData as meta} from '../../rules/sensitive-training-data.ts'
import {addressOf, isLocal} from './data-place.ts'
import {isInProduct, judgeEach} from './found.ts'
import type {ThreatRule} from './threat-rule.ts'

const sensitive =
  /(?:^|[^a-z])(?:pii|phi|ehr|patients?|medical[-_ ]?records?|diagnos[ei]s|payroll|salar(?:y|ies)|customers?|clients?|employees?|personal|private|confidential|secrets?|internal|e?mails?|inbox|support[-_ ]?tickets?|tickets?|user[-_ ]?(?:chats?|messages?|queries|data|feedback)|chat[-_ ]?logs?|transcripts?|feedback|crm|passports?|ssn)(?:$|[^a-z])/i
/** Where models are trained. */
const training = /(?:^|[/_.-])(?:train(?:ing|er)?|fine-?_?tun(?:e|ing)|sft|dpo|orpo|lora|qlora|grpo|rlhf|distil(?:l|lation)?)(?:$|[/_.-])/i

export const sensitiveTrainingData: ThreatRule = {
  meta,
  judge(context) {
    const trainedOn = new Set(context.inventory.relationships.flatMap(({kind, to}) => (kind === 'trained-on' ? [to] : [])))
    return judgeEach(meta, context, ['dataset'], dataset => {
      const name = dataset.id.slice('dataset:'.length)
      const isOurs = isLocal(dataset) || addressOf(dataset) !== undefined
      const isTraining = trainedOn.has(keyOf(dataset)) || dataset.evidence.some(({path}) => training.test(path))
      if (!isOurs || !isTraining || !sensitive.test(name) || !isInProduct(dataset)) return undefined
      return `${dataset.name} is read where a model is trained`
    })
  },
}
