// Generated from the schema by `npm run generate`. Do not edit.

export interface ConvertResult {
  schemaVersion: 1
  from: {
    form: 'json' | 'xml'
    specVersion: string
  }
  to: 'cyclonedx-1.5' | 'cyclonedx-1.6' | 'cyclonedx-1.7' | 'spdx3'
  /**
   * The file; null for stdout.
   */
  output: string | null
  /**
   * What the version has no place for: `/components/*` `/swhid (3)`.
   */
  lost: string[]
  /**
   * By the schema of the version.
   */
  valid: boolean
  /**
   * What the AI and Dataset profiles of SPDX ask for and the BOM does not state: the result then claims no conformance with them.
   */
  missing?: string[]
  problems: {
    pointer: string
    message: string
  }[]
}
