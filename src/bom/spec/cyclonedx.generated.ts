// Generated from the schema by `npm run generate`. Do not edit.

export type RefType = string
export type Version = string
export type VersionRange = string
export type HashAlg =
  | 'MD5'
  | 'SHA-1'
  | 'SHA-256'
  | 'SHA-384'
  | 'SHA-512'
  | 'SHA3-256'
  | 'SHA3-384'
  | 'SHA3-512'
  | 'BLAKE2b-256'
  | 'BLAKE2b-384'
  | 'BLAKE2b-512'
  | 'BLAKE3'
  | 'Streebog-256'
  | 'Streebog-512'
export type HashContent = string
export type License = {
  'bom-ref'?: RefType
  id?: string
  name?: string
  acknowledgement?: LicenseAcknowledgementEnumeration
  text?: Attachment
  url?: string
  properties?: Property[]
} & License1
export type LicenseAcknowledgementEnumeration = 'declared' | 'concluded'
export type License1 = {
  [k: string]: unknown
}
export type LicenseChoice = (
  | {
      license: License
    }
  | {
      expression: string
      expressionDetails?: {
        licenseIdentifier: string
        'bom-ref'?: RefType
        text?: Attachment
        url?: string
      }[]
      acknowledgement?: LicenseAcknowledgementEnumeration
      'bom-ref'?: RefType
      properties?: Property[]
    }
)[]
export type BomLink = BomLinkDocumentType | BomLinkElementType
export type BomLinkDocumentType = string
export type BomLinkElementType = string
export type ReleaseType = string
export type Tags = string[]
export type LocaleType = string
export type DataClassification = string
export type DataGovernanceResponsibleParty = {
  organization?: OrganizationalEntity
  contact?: OrganizationalContact
} & DataGovernanceResponsibleParty1
export type DataGovernanceResponsibleParty1 = {
  [k: string]: unknown
}
export type DataFlowDirection = 'inbound' | 'outbound' | 'bi-directional' | 'unknown'
export type AggregateType =
  | 'complete'
  | 'incomplete'
  | 'incomplete_first_party_only'
  | 'incomplete_first_party_proprietary_only'
  | 'incomplete_first_party_opensource_only'
  | 'incomplete_third_party_only'
  | 'incomplete_third_party_proprietary_only'
  | 'incomplete_third_party_opensource_only'
  | 'unknown'
  | 'not_specified'

export interface CycloneDxDocument {
  $schema?: string
  bomFormat: 'CycloneDX'
  specVersion: string
  serialNumber?: string
  version?: number
  metadata?: Metadata
  components?: Component[]
  services?: Service[]
  externalReferences?: ExternalReference[]
  dependencies?: Dependency[]
  compositions?: Compositions[]
  properties?: Property[]
}
export interface Metadata {
  timestamp?: string
  lifecycles?: (
    | {
        phase: 'design' | 'pre-build' | 'build' | 'post-build' | 'operations' | 'discovery' | 'decommission'
      }
    | {
        name: string
        description?: string
      }
  )[]
  tools?:
    | {
        components?: Component[]
        services?: Service[]
      }
    | Tool[]
  manufacturer?: OrganizationalEntity
  authors?: OrganizationalContact[]
  component?: Component
  manufacture?: OrganizationalEntity
  supplier?: OrganizationalEntity
  licenses?: LicenseChoice
  properties?: Property[]
}
export interface Component {
  type:
    | 'application'
    | 'framework'
    | 'library'
    | 'container'
    | 'platform'
    | 'operating-system'
    | 'device'
    | 'device-driver'
    | 'firmware'
    | 'file'
    | 'machine-learning-model'
    | 'data'
    | 'cryptographic-asset'
  'mime-type'?: string
  'bom-ref'?: RefType
  supplier?: OrganizationalEntity
  manufacturer?: OrganizationalEntity
  authors?: OrganizationalContact[]
  /**
   * @deprecated
   */
  author?: string
  publisher?: string
  group?: string
  name: string
  version?: Version
  versionRange?: VersionRange
  isExternal?: boolean
  description?: string
  scope?: 'required' | 'optional' | 'excluded'
  hashes?: Hash[]
  licenses?: LicenseChoice
  copyright?: string
  cpe?: string
  purl?: string
  omniborId?: string[]
  swhid?: string[]
  /**
   * @deprecated
   */
  modified?: boolean
  pedigree?: {
    ancestors?: Component[]
    descendants?: Component[]
    variants?: Component[]
    commits?: Commit[]
    notes?: string
  }
  externalReferences?: ExternalReference[]
  components?: Component[]
  evidence?: ComponentEvidence
  releaseNotes?: ReleaseNotes
  modelCard?: ModelCard
  data?: ComponentData[]
  properties?: Property[]
  tags?: Tags
}
export interface OrganizationalEntity {
  'bom-ref'?: RefType
  name?: string
  address?: PostalAddress
  url?: string[]
  contact?: OrganizationalContact[]
}
export interface PostalAddress {
  'bom-ref'?: RefType
  country?: string
  region?: string
  locality?: string
  postOfficeBoxNumber?: string
  postalCode?: string
  streetAddress?: string
}
export interface OrganizationalContact {
  'bom-ref'?: RefType
  name?: string
  email?: string
  phone?: string
}
export interface Hash {
  alg: HashAlg
  content: HashContent
}
export interface Attachment {
  contentType?: string
  encoding?: 'base64'
  content: string
}
export interface Property {
  name: string
  value?: string
}
export interface Commit {
  uid?: string
  url?: string
  author?: IdentifiableAction
  committer?: IdentifiableAction
  message?: string
}
export interface IdentifiableAction {
  timestamp?: string
  name?: string
  email?: string
}
export interface ExternalReference {
  url: string | BomLink
  comment?: string
  type:
    | 'vcs'
    | 'issue-tracker'
    | 'website'
    | 'advisories'
    | 'bom'
    | 'mailing-list'
    | 'social'
    | 'chat'
    | 'documentation'
    | 'support'
    | 'source-distribution'
    | 'distribution'
    | 'distribution-intake'
    | 'license'
    | 'build-meta'
    | 'build-system'
    | 'release-notes'
    | 'security-contact'
    | 'model-card'
    | 'log'
    | 'configuration'
    | 'evidence'
    | 'formulation'
    | 'attestation'
    | 'threat-model'
    | 'adversary-model'
    | 'risk-assessment'
    | 'vulnerability-assertion'
    | 'exploitability-statement'
    | 'pentest-report'
    | 'static-analysis-report'
    | 'dynamic-analysis-report'
    | 'runtime-analysis-report'
    | 'component-analysis-report'
    | 'maturity-report'
    | 'certification-report'
    | 'codified-infrastructure'
    | 'quality-metrics'
    | 'poam'
    | 'electronic-signature'
    | 'digital-signature'
    | 'rfc-9116'
    | 'patent'
    | 'patent-family'
    | 'patent-assertion'
    | 'citation'
    | 'other'
  hashes?: Hash[]
  properties?: Property[]
}
export interface ComponentEvidence {
  identity?: ComponentIdentityEvidence[] | ComponentIdentityEvidence
  occurrences?: {
    'bom-ref'?: RefType
    location: string
    line?: number
    offset?: number
    symbol?: string
    additionalContext?: string
  }[]
  licenses?: LicenseChoice
  copyright?: Copyright[]
}
export interface ComponentIdentityEvidence {
  field: 'group' | 'name' | 'version' | 'purl' | 'cpe' | 'omniborId' | 'swhid' | 'swid' | 'hash'
  confidence?: number
  concludedValue?: string
  methods?: {
    technique:
      | 'source-code-analysis'
      | 'binary-analysis'
      | 'manifest-analysis'
      | 'ast-fingerprint'
      | 'hash-comparison'
      | 'instrumentation'
      | 'dynamic-analysis'
      | 'filename'
      | 'attestation'
      | 'other'
    confidence: number
    value?: string
  }[]
  tools?: (RefType | BomLinkElementType)[]
}
export interface Copyright {
  text: string
}
export interface ReleaseNotes {
  type: ReleaseType
  title?: string
  featuredImage?: string
  socialImage?: string
  description?: string
  timestamp?: string
  aliases?: string[]
  tags?: Tags
  resolves?: Issue[]
  notes?: Note[]
  properties?: Property[]
}
export interface Issue {
  type: 'defect' | 'enhancement' | 'security'
  id?: string
  name?: string
  description?: string
  source?: {
    name?: string
    url?: string
  }
  references?: string[]
}
export interface Note {
  locale?: LocaleType
  text: Attachment
}
export interface ModelCard {
  'bom-ref'?: RefType
  modelParameters?: {
    approach?: {
      type?: 'supervised' | 'unsupervised' | 'reinforcement-learning' | 'semi-supervised' | 'self-supervised'
    }
    task?: string
    architectureFamily?: string
    modelArchitecture?: string
    datasets?: (
      | ComponentData
      | {
          ref?: (RefType | BomLinkElementType) & string
        }
    )[]
    inputs?: InputOutputMLParameters[]
    outputs?: InputOutputMLParameters[]
  }
  quantitativeAnalysis?: {
    performanceMetrics?: PerformanceMetric[]
    graphics?: GraphicsCollection
  }
  considerations?: {
    users?: string[]
    useCases?: string[]
    technicalLimitations?: string[]
    performanceTradeoffs?: string[]
    ethicalConsiderations?: Risk[]
    environmentalConsiderations?: EnvironmentalConsiderations
    fairnessAssessments?: FairnessAssessment[]
  }
  properties?: Property[]
}
export interface ComponentData {
  'bom-ref'?: RefType
  type: 'source-code' | 'configuration' | 'dataset' | 'definition' | 'other'
  name?: string
  contents?: {
    attachment?: Attachment
    url?: string
    properties?: Property[]
  }
  classification?: DataClassification
  sensitiveData?: string[]
  graphics?: GraphicsCollection
  description?: string
  governance?: DataGovernance
}
export interface GraphicsCollection {
  description?: string
  collection?: Graphic[]
}
export interface Graphic {
  name?: string
  image?: Attachment
}
export interface DataGovernance {
  custodians?: DataGovernanceResponsibleParty[]
  stewards?: DataGovernanceResponsibleParty[]
  owners?: DataGovernanceResponsibleParty[]
}
export interface InputOutputMLParameters {
  format?: string
}
export interface PerformanceMetric {
  type?: string
  value?: string
  slice?: string
  confidenceInterval?: {
    lowerBound?: string
    upperBound?: string
  }
}
export interface Risk {
  name?: string
  mitigationStrategy?: string
}
export interface EnvironmentalConsiderations {
  energyConsumptions?: EnergyConsumption[]
  properties?: Property[]
}
export interface EnergyConsumption {
  activity: 'design' | 'data-collection' | 'data-preparation' | 'training' | 'fine-tuning' | 'validation' | 'deployment' | 'inference' | 'other'
  energyProviders: EnergyProvider[]
  activityEnergyCost: EnergyMeasure
  co2CostEquivalent?: Co2Measure
  co2CostOffset?: Co2Measure
  properties?: Property[]
}
export interface EnergyProvider {
  'bom-ref'?: RefType
  description?: string
  organization: OrganizationalEntity
  energySource: 'coal' | 'oil' | 'natural-gas' | 'nuclear' | 'wind' | 'solar' | 'geothermal' | 'hydropower' | 'biofuel' | 'unknown' | 'other'
  energyProvided: EnergyMeasure
  externalReferences?: ExternalReference[]
}
export interface EnergyMeasure {
  value: number
  unit: 'kWh'
}
export interface Co2Measure {
  value: number
  unit: 'tCO2eq'
}
export interface FairnessAssessment {
  groupAtRisk?: string
  benefits?: string
  harms?: string
  mitigationStrategy?: string
}
export interface Service {
  'bom-ref'?: RefType
  provider?: OrganizationalEntity
  group?: string
  name: string
  version?: Version
  description?: string
  endpoints?: string[]
  authenticated?: boolean
  'x-trust-boundary'?: boolean
  trustZone?: string
  data?: ServiceData[]
  licenses?: LicenseChoice
  externalReferences?: ExternalReference[]
  services?: Service[]
  releaseNotes?: ReleaseNotes
  properties?: Property[]
  tags?: Tags
}
export interface ServiceData {
  flow: DataFlowDirection
  classification: DataClassification
  name?: string
  description?: string
  governance?: DataGovernance
  source?: BomLinkElementType[]
  destination?: BomLinkElementType[]
}
/**
 * @deprecated
 */
export interface Tool {
  vendor?: string
  name?: string
  version?: Version
  hashes?: Hash[]
  externalReferences?: ExternalReference[]
}
export interface Dependency {
  ref: RefType
  dependsOn?: RefType[]
  provides?: RefType[]
}
export interface Compositions {
  'bom-ref'?: RefType
  aggregate: AggregateType
  assemblies?: (RefType | BomLinkElementType)[]
  dependencies?: string[]
}
