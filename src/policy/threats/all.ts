import {assetWithoutOwnerRule} from './asset-without-owner.ts'
import {autoApproved} from './auto-approved.ts'
import {blindFile} from './blind-file.ts'
import {containerSocket} from './container-socket.ts'
import {credentialsPassed} from './credentials-passed.ts'
import {datasetOriginUnknown} from './dataset-origin-unknown.ts'
import {datasetRunsCode} from './dataset-runs-code.ts'
import {datasetUnhashed} from './dataset-unhashed.ts'
import {datasetUnpinned} from './dataset-unpinned.ts'
import {digestDiffers} from './digest-differs.ts'
import {floatingModel} from './floating-model.ts'
import {hostedAlias} from './hosted-alias.ts'
import {lookalikeName} from './lookalike-name.ts'
import {mcpUnpinned} from './mcp-unpinned.ts'
import {mixedRegistries} from './mixed-registries.ts'
import {modelDeprecated} from './model-deprecated.ts'
import {modelRetired} from './model-retired.ts'
import {originUnknown} from './origin-unknown.ts'
import {personalEndpoint} from './personal-endpoint.ts'
import {pickleBesideSafetensors} from './pickle-beside-safetensors.ts'
import {publicWeights} from './public-weights.ts'
import {remoteCode} from './remote-code.ts'
import {remoteCodeUnpinned} from './remote-code-unpinned.ts'
import {runsAnything} from './runs-anything.ts'
import {sensitiveTrainingData} from './sensitive-training-data.ts'
import {textRules} from './text/all.ts'
import type {ThreatRule} from './threat-rule.ts'
import {untrustedInSystemPrompt} from './untrusted-in-system-prompt.ts'
import {wholeDisk} from './whole-disk.ts'

/** Every rule about an inventory, by id. */
export const threatRules: readonly ThreatRule[] = [
  ...textRules,
  untrustedInSystemPrompt,
  datasetUnpinned,
  datasetUnhashed,
  datasetOriginUnknown,
  datasetRunsCode,
  sensitiveTrainingData,
  publicWeights,
  personalEndpoint,
  assetWithoutOwnerRule,
  floatingModel,
  remoteCode,
  remoteCodeUnpinned,
  pickleBesideSafetensors,
  lookalikeName,
  mixedRegistries,
  digestDiffers,
  originUnknown,
  hostedAlias,
  modelRetired,
  modelDeprecated,
  blindFile,
  runsAnything,
  autoApproved,
  wholeDisk,
  containerSocket,
  mcpUnpinned,
  credentialsPassed,
]
