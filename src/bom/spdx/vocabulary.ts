import {textsOf} from '../../lib/narrow.ts'
import type {Problem} from '../check/validate.ts'
import type {SpdxElement} from './graph.ts'
import {lacksOf} from './terms.ts'

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))
const presence = words('yes no noAssertion')

/** Words that SPDX 3.0.1 allows in a property; other properties take any text, or are not read here. */
const allowed: readonly (readonly [field: string, words: ReadonlySet<string>])[] = [
  [
    'relationshipType',
    words(`affects amendedBy ancestorOf availableFrom configures contains coordinatedBy copiedTo delegatedTo dependsOn
      descendantOf describes doesNotAffect expandsTo exploitCreatedBy fixedBy fixedIn foundBy generates hasAddedFile
      hasAssessmentFor hasAssociatedVulnerability hasConcludedLicense hasDataFile hasDeclaredLicense hasDeletedFile
      hasDependencyManifest hasDistributionArtifact hasDocumentation hasDynamicLink hasEvidence hasExample hasHost
      hasInput hasMetadata hasOptionalComponent hasOptionalDependency hasOutput hasPrerequisite hasProvidedDependency
      hasRequirement hasSpecification hasStaticLink hasTest hasTestCase hasVariant invokedBy modifiedBy other
      packagedBy patchedBy publishedBy reportedBy republishedBy serializedInArtifact testedOn trainedOn
      underInvestigationFor usesTool`),
  ],
  ['completeness', words('complete incomplete noAssertion')],
  ['software_sbomType', words('analyzed build deployed design runtime source')],
  ['ai_safetyRiskAssessment', words('serious high medium low')],
  ['ai_autonomyType', presence],
  ['ai_useSensitivePersonalInformation', presence],
  ['dataset_hasSensitivePersonalInformation', presence],
  ['dataset_confidentialityLevel', words('red amber green clear')],
  ['dataset_datasetAvailability', words('clickthrough directDownload query registration scrapingScript')],
  [
    'dataset_datasetType',
    words(`audio categorical graph image noAssertion numeric other sensor structured syntactic text timeseries
      timestamp video`),
  ],
]

/** Whether a field may have this word; fields that take any text may. */
export function hasWord(field: string, word: string): boolean {
  return allowed.every(([name, known]) => name !== field || known.has(word))
}

/** Words that SPDX does not have, and what a profile asks for that the document says it keeps to. */
export function findUnkept(elements: readonly SpdxElement[]): Problem[] {
  const profiles = new Set(
    elements.flatMap(({type, node}) => (type === 'SpdxDocument' ? textsOf(node['profileConformance']) : [])),
  )
  return elements.flatMap(element => [...unknownWords(element), ...unkeptProfile(element, profiles)])
}

function unknownWords({node, pointer}: SpdxElement): Problem[] {
  return allowed.flatMap(([field, known]) =>
    textsOf(node[field])
      .filter(word => !known.has(word))
      .map(word => ({
        code: 'schema',
        pointer,
        message: `${field} is “${word.slice(0, 60)}”, which SPDX 3.0.1 does not have`,
        fix: 'Name one that it has',
      })),
  )
}

function unkeptProfile({node, pointer}: SpdxElement, claimed: ReadonlySet<string>): Problem[] {
  const lacks = lacksOf(node)
  if (lacks === undefined || !claimed.has(lacks.profile) || lacks.fields.length === 0) return []
  const message = `${String(node['name'])} has no ${lacks.fields.join(', no ')}, which the profile “${lacks.profile}” asks for`
  return [{code: 'schema', pointer, message, fix: 'State it, or do not claim the profile'}]
}
