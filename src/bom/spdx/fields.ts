/** `ai_autonomyType` → `spdx:ai:autonomyType`, the name of a property for a field of SPDX that CycloneDX lacks. */
export function spdxProperty(field: string): string {
  return `spdx:${field.replace('_', ':')}`
}

/** Texts of an AI package that CycloneDX has no field for. */
export const cardFields = [
  'ai_informationAboutTraining',
  'ai_modelDataPreprocessing',
  'ai_modelExplainability',
  'ai_autonomyType',
  'ai_safetyRiskAssessment',
  'ai_standardCompliance',
  'ai_useSensitivePersonalInformation',
  'ai_metricDecisionThreshold',
] as const

/** Whether data hold something personal: the list of what is sensitive says so too. */
export const personalField = 'dataset_hasSensitivePersonalInformation'

/** The same of a dataset package. */
export const datasetFields = [
  'dataset_intendedUse',
  'dataset_dataCollectionProcess',
  'dataset_dataPreprocessing',
  'dataset_anonymizationMethodUsed',
  'dataset_knownBias',
  'dataset_datasetNoise',
  'dataset_datasetUpdateMechanism',
  'dataset_datasetAvailability',
  'dataset_datasetType',
  personalField,
] as const

/** What somebody remarks on anything. */
export const remarkField = 'comment'

/** Dates of anything that CycloneDX has no field for. */
export const dateFields = ['builtTime', 'validUntilTime'] as const

/** Fields of names with values; a property has them as `accuracy: 0.5`. */
export const dictionaryFields: ReadonlySet<string> = new Set(['ai_metricDecisionThreshold'])

/** Those of them that hold several texts. */
export const listFields: ReadonlySet<string> = new Set([
  'ai_modelDataPreprocessing',
  'ai_modelExplainability',
  'ai_standardCompliance',
  'dataset_dataPreprocessing',
  'dataset_anonymizationMethodUsed',
  'dataset_knownBias',
  'dataset_datasetType',
])
