import {baseName} from '../../lib/path.ts'

/**
 * CycloneDX and SPDX documents, told from the start of the text: their marker keys stand first in every writer we met.
 */
const markers: readonly (readonly [format: 'CycloneDX' | 'SPDX', pattern: RegExp])[] = [
  ['CycloneDX', /"bomFormat"\s*:\s*"CycloneDX"/],
  ['CycloneDX', /xmlns(?::\w{1,20})?="http:\/\/cyclonedx\.org\/schema\/bom\//],
  ['CycloneDX', /http:\/\/cyclonedx\.org\/schema\/bom-1\.\d\.schema\.json/],
  ['SPDX', /"spdxVersion"\s*:\s*"SPDX-/],
  ['SPDX', /https:\/\/spdx\.org\/rdf\/3\.\d/],
  ['SPDX', /^SPDXVersion: SPDX-/m],
]

const names = [
  '.cdx.json',
  '.cdx.xml',
  '.spdx',
  '.spdx.json',
  '.spdx.yaml',
  '.spdx.yml',
  '.spdx.xml',
  '.spdx.rdf',
  '.spdx3.json',
  '.spdx.tv',
]
const plainNames = new Set(['bom.json', 'bom.xml', 'sbom.json', 'sbom.xml', 'aibom.json'])

/** How the metadata of our own BOMs names the tool, without white space. */
const ownTool = '"tools":{"components":[{"type":"application","name":"aibom"'

/** True for a BOM that aibom wrote, from the first few KiB of its text. */
export function isOwnBom(head: string): boolean {
  return head.replace(/\s+/g, '').includes(ownTool)
}

/** True for names under which bills of materials are kept; the content decides. */
export function isBomName(path: string): boolean {
  return names.some(name => path.endsWith(name)) || plainNames.has(baseName(path))
}

/** The format of a bill of materials, from the first few KiB of its text. */
export function recogniseBom(head: string): 'CycloneDX' | 'SPDX' | undefined {
  return markers.find(([, pattern]) => pattern.test(head))?.[0]
}
