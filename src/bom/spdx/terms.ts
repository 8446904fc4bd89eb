/** Words of CycloneDX and those of SPDX 3.0.1 for the same; SPDX has none for what is not listed. */
export const hashNames: Readonly<Record<string, string>> = {
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
}

/** CycloneDX's component type → SPDX 3's `software_primaryPurpose`; others are `other`. */
export const purposes: Readonly<Record<string, string>> = {
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
}

/** CycloneDX's type of an external reference → SPDX 3's. */
export const referenceTypes: Readonly<Record<string, string>> = {
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
  'model-card': 'documentation',
  bom: 'buildMeta',
  chat: 'chat',
  'mailing-list': 'mailingList',
  social: 'socialMedia',
  distribution: 'binaryArtifact',
}

/** What `@context` of an SPDX 3.0.1 document has to be. */
export const contextAddress = 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld'

/** The individual of SPDX for a license of which nothing is said. */
export const noLicence = 'https://spdx.org/rdf/3.0.1/terms/ExpandedLicensing/NoAssertionLicense'

/** Words of CycloneDX by those of SPDX; of several for one the last. */
export function backwards(words: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(words).map(([ours, theirs]) => [theirs, ours]))
}

/**
 * `SHA3-256` and `sha3_256`, `OPERATING-SYSTEM` and `operatingSystem`: words of SPDX 2 and 3 without case and signs.
 */
export function plainWord(word: string): string {
  return word.toLowerCase().replace(/[-_]/g, '')
}
