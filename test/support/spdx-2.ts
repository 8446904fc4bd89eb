import type {Editable} from './vendor-bom.ts'

/** Of the weights and of the package. */
export const digest = 'ab'.repeat(32)

/** As tools write it that know nothing of models: an application with a package, a model and its weights. */
export function spdx2Document(change: (document: Editable) => void = () => undefined): string {
  const result: Editable = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: 'assistant',
    documentNamespace: 'https://acme.example/spdx/assistant-1',
    creationInfo: {
      created: '2026-05-01T10:00:00Z',
      creators: ['Organization: Acme supply desk (desk@acme.example)', 'Tool: syft-1.18.0'],
    },
    documentDescribes: ['SPDXRef-app'],
    packages: [
      {SPDXID: 'SPDXRef-app', name: 'assistant', versionInfo: '3.1.0', primaryPackagePurpose: 'APPLICATION'},
      {
        SPDXID: 'SPDXRef-requests',
        name: 'requests',
        versionInfo: '2.32.0',
        downloadLocation: 'NOASSERTION',
        licenseDeclared: 'NOASSERTION',
        licenseConcluded: 'Apache-2.0',
        copyrightText: 'NONE',
        supplier: 'Person: Kenneth Reitz (me@example.org)',
        checksums: [
          {algorithm: 'SHA256', checksumValue: digest},
          {algorithm: 'ADLER32', checksumValue: '00000001'},
        ],
        externalRefs: [
          {
            referenceCategory: 'SECURITY',
            referenceType: 'cpe23Type',
            referenceLocator: 'cpe:2.3:a:python:requests:2.32.0:*:*:*:*:*:*:*',
          },
          {referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: 'pkg:pypi/requests@2.32.0'},
        ],
      },
      {
        SPDXID: 'SPDXRef-model',
        name: 'acme-ai/clause-7b',
        versionInfo: '1.0',
        downloadLocation: 'https://huggingface.co/acme-ai/clause-7b',
        licenseDeclared: 'LicenseRef-acme',
        releaseDate: '2026-01-02T03:04:05Z',
        originator: 'Organization: Acme AI',
        externalRefs: [
          {
            referenceCategory: 'PACKAGE_MANAGER',
            referenceType: 'purl',
            referenceLocator: `pkg:huggingface/acme-ai/clause-7b@${'c'.repeat(40)}`,
          },
        ],
        hasFiles: ['SPDXRef-weights'],
      },
    ],
    files: [
      {
        SPDXID: 'SPDXRef-weights',
        fileName: './model.safetensors',
        checksums: [{algorithm: 'SHA256', checksumValue: digest}],
      },
    ],
    hasExtractedLicensingInfos: [
      {licenseId: 'LicenseRef-acme', name: 'Acme Model License', extractedText: 'For evaluation only.'},
    ],
    relationships: [
      {spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-app'},
      {spdxElementId: 'SPDXRef-app', relationshipType: 'CONTAINS', relatedSpdxElement: 'SPDXRef-requests'},
      {spdxElementId: 'SPDXRef-requests', relationshipType: 'DEPENDENCY_OF', relatedSpdxElement: 'SPDXRef-app'},
      {spdxElementId: 'SPDXRef-app', relationshipType: 'DEPENDS_ON', relatedSpdxElement: 'SPDXRef-model'},
      {spdxElementId: 'SPDXRef-model', relationshipType: 'OTHER', relatedSpdxElement: 'NOASSERTION'},
    ],
  }
  change(result)
  return JSON.stringify(result, undefined, 2)
}
