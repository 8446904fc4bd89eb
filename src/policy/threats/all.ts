import {blindFile} from './drift/blind-file.ts'
import {hostedAlias} from './drift/hosted-alias.ts'
import {modelDeprecated} from './drift/model-deprecated.ts'
import {modelRetired} from './drift/model-retired.ts'
import {publicWeights} from './model-theft/public-weights.ts'
import {autoApproved} from './over-permission/auto-approved.ts'
import {containerSocket} from './over-permission/container-socket.ts'
import {credentialsPassed} from './over-permission/credentials-passed.ts'
import {mcpUnpinned} from './over-permission/mcp-unpinned.ts'
import {runsAnything} from './over-permission/runs-anything.ts'
import {wholeDisk} from './over-permission/whole-disk.ts'
import {datasetOriginUnknown} from './poisoning/dataset-origin-unknown.ts'
import {datasetRunsCode} from './poisoning/dataset-runs-code.ts'
import {datasetUnhashed} from './poisoning/dataset-unhashed.ts'
import {datasetUnpinned} from './poisoning/dataset-unpinned.ts'
import {sensitiveTrainingData} from './poisoning/sensitive-training-data.ts'
import {textRules} from './prompt-injection/text-rules.ts'
import {untrustedInSystemPrompt} from './prompt-injection/untrusted-in-system-prompt.ts'
import {assetWithoutOwnerRule} from './shadow-ai/asset-without-owner.ts'
import {personalEndpoint} from './shadow-ai/personal-endpoint.ts'
import {digestDiffers} from './supply-chain/digest-differs.ts'
import {floatingModel} from './supply-chain/floating-model.ts'
import {lookalikeName} from './supply-chain/lookalike-name.ts'
import {mixedRegistries} from './supply-chain/mixed-registries.ts'
import {originUnknown} from './supply-chain/origin-unknown.ts'
import {pickleBesideSafetensors} from './supply-chain/pickle-beside-safetensors.ts'
import {remoteCode} from './supply-chain/remote-code.ts'
import {remoteCodeUnpinned} from './supply-chain/remote-code-unpinned.ts'
import type {ThreatRule} from './threat-rule.ts'

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
