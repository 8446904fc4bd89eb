import type {UnknownRecord} from '../../lib/narrow.ts'

/** Words of CycloneDX and those of SPDX 3.0.1 for the same; SPDX has none for what is not listed. */
export const hashNames = forwards({
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
  'SHA3-256': 'sha3_256',
  'SHA3-384': 'sha3_384',
  'SHA3-512': 'sha3_512',
  'BLAKE2b-256': 'blake2b256',
  'BLAKE2b-384': 'blake2b384',
  'BLAKE2b-512': 'blake2b512',
  BLAKE3: 'blake3',
})

/** CycloneDX's component type → SPDX 3's `software_primaryPurpose`; others are `other`. */
export const purposes = forwards({
  'machine-learning-model': 'model',
  data: 'data',
  application: 'application',
  framework: 'framework',
  library: 'library',
  container: 'container',
  platform: 'platform',
  'operating-system': 'operatingSystem',
  device: 'device',
  'device-driver': 'deviceDriver',
  firmware: 'firmware',
  file: 'file',
})

/** CycloneDX's type of an external reference → SPDX 3's. */
export const referenceTypes = forwards({
  website: 'altWebPage',
  vcs: 'vcs',
  documentation: 'documentation',
  'issue-tracker': 'issueTracker',
  support: 'support',
  license: 'license',
  'release-notes': 'releaseNotes',
  'security-contact': 'securityOther',
  advisories: 'securityAdvisory',
  'threat-model': 'securityThreatModel',
  'risk-assessment': 'riskAssessment',
  'evaluation-report': 'metrics',
  'model-card': 'productMetadata',
  bom: 'buildMeta',
  chat: 'chat',
  'mailing-list': 'mailingList',
  social: 'socialMedia',
  distribution: 'binaryArtifact',
  'source-distribution': 'sourceArtifact',
  attestation: 'secureSoftwareAttestation',
  'build-system': 'buildSystem',
  'certification-report': 'certificationReport',
  'component-analysis-report': 'componentAnalysisReport',
  'dynamic-analysis-report': 'dynamicAnalysisReport',
  'static-analysis-report': 'staticAnalysisReport',
  'runtime-analysis-report': 'runtimeAnalysisReport',
  'pentest-report': 'securityPenTestReport',
  'adversary-model': 'securityAdversaryModel',
  'vulnerability-assertion': 'vulnerabilityDisclosureReport',
  'exploitability-statement': 'vulnerabilityExploitabilityAssessment',
  'rfc-9116': 'securityPolicy',
})

/** What `@context` of an SPDX 3.0.1 document has to be. */
export const contextAddress = 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld'

/** The individual of SPDX for a license of which nothing is said. */
export const noLicence = 'https://spdx.org/rdf/3.0.1/terms/ExpandedLicensing/NoAssertionLicense'

/** The individuals of SPDX for nothing, and for what nobody says. */
export const noElement = 'https://spdx.org/rdf/3.0.1/terms/Core/NoneElement'
export const unknownElement = 'https://spdx.org/rdf/3.0.1/terms/Core/NoAssertionElement'

/** A foreign word may be `constructor`, which every plain object has: words are looked up in maps alone. */
export function forwards(words: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(words))
}

/** The same from the other side; of several words for one the last. */
export function backwards(words: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...words].map(([ours, theirs]) => [theirs, ours]))
}

/**
 * `SHA3-256` and `sha3_256`, `OPERATING-SYSTEM` and `operatingSystem`: words of SPDX 2 and 3 without case and signs.
 */
export function plainWord(word: string): string {
  return word.toLowerCase().replace(/[-_]/g, '')
}

/** Prefix of the registered properties for hyperparameters, and the property for the number of parameters. */
export const hyperparameterPrefix = 'cdx:ai-ml:model:hyperparameter:'
export const sizeProperty = 'cdx:ai-ml:model:parameter:count'

/** CycloneDX's words for how a model learns; SPDX takes any text. */
export const trainingTypes: ReadonlySet<string> = new Set([
  'supervised',
  'unsupervised',
  'reinforcement-learning',
  'semi-supervised',
  'self-supervised',
])

/** CycloneDX's activity that takes energy → SPDX's property. */
export const energyActivities = forwards({
  training: 'ai_trainingEnergyConsumption',
  'fine-tuning': 'ai_finetuningEnergyConsumption',
  inference: 'ai_inferenceEnergyConsumption',
})

/** CycloneDX's phase → SPDX's type of an SBOM. */
export const phases = forwards({
  design: 'design',
  'pre-build': 'source',
  build: 'build',
  'post-build': 'analyzed',
  operations: 'runtime',
})

/** CycloneDX's word for how much of something is listed → SPDX's. */
export const completeness = forwards({
  complete: 'complete',
  incomplete: 'incomplete',
  unknown: 'noAssertion',
})

/** Who is named as the maker of a document that names none, and what is said of its time where it has none. */
export const converterName = 'aibom convert'
export const conversionTime = 'the time of the conversion: the document does not say when it was made'

/** Words of CycloneDX for a reference that SPDX has no word for, which a comment keeps. */
export function isReferenceWord(text: string): boolean {
  return /^[a-z][a-z0-9-]{2,40}$/.test(text)
}

/** The type of the extension that holds properties of CycloneDX. */
export const propertiesExtension = 'extension_CdxPropertiesExtension'

/** CycloneDX's list of a composition, and SPDX's relationship to what is listed. */
export const listRelations = [
  ['assemblies', 'contains'],
  ['dependencies', 'dependsOn'],
] as const

/** State of CycloneDX's analysis, SPDX's type of relationship, and the part of its class that is its own. */
export const vexRelations: readonly (readonly [state: string, relation: string, name: string])[] = [
  ['exploitable', 'affects', 'Affected'],
  ['not_affected', 'doesNotAffect', 'NotAffected'],
  ['resolved', 'fixedIn', 'Fixed'],
  ['in_triage', 'underInvestigationFor', 'UnderInvestigation'],
]

/** SPDX's reason why something is not affected → CycloneDX's. */
export const justifications = forwards({
  componentNotPresent: 'code_not_present',
  vulnerableCodeNotPresent: 'code_not_present',
  vulnerableCodeNotInExecutePath: 'code_not_reachable',
  vulnerableCodeCannotBeControlledByAdversary: 'protected_at_runtime',
  inlineMitigationsAlreadyExist: 'protected_by_mitigating_control',
})

/** What a profile of SPDX 3.0.1 asks of each package of one type, beyond its name. */
interface Profile {
  readonly profile: 'ai' | 'dataset'
  readonly fields: readonly string[]
}

/** By the type of the element. */
const profiles: ReadonlyMap<string, Profile> = new Map([
  [
    'ai_AIPackage',
    {
      profile: 'ai',
      fields: [
        'releaseTime',
        'suppliedBy',
        'software_downloadLocation',
        'software_packageVersion',
        'software_primaryPurpose',
      ],
    },
  ],
  [
    'dataset_DatasetPackage',
    {
      profile: 'dataset',
      fields: [
        'originatedBy',
        'releaseTime',
        'software_downloadLocation',
        'software_primaryPurpose',
        'dataset_datasetType',
      ],
    },
  ],
])

/** The profile that is meant for an element, and what it asks for that the element does not state. */
export function lacksOf(node: UnknownRecord): Profile | undefined {
  const asked = profiles.get(String(node['type']))
  return asked && {...asked, fields: asked.fields.filter(field => node[field] === undefined)}
}

/** The type of a statement that is a service of CycloneDX. */
export const serviceContent = 'application/vnd.cyclonedx.service+json'
