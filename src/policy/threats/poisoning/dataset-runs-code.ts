import {fullName} from '../../../inventory/identity.ts'
import {datasetRunsCode as meta} from '../../../rules/dataset-runs-code.ts'
import {isInProduct, judgeEach} from '../found.ts'
import type {ThreatRule} from '../threat-rule.ts'

/** `trust_remote_code` in the code of the product. */
export const datasetRunsCode: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, ['dataset'], dataset =>
      dataset.facts.trustRemoteCode === true && isInProduct(dataset)
        ? `data set ${fullName(dataset)} is loaded with trust_remote_code`
        : undefined,
    ),
}
