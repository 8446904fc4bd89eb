// Generated from the schema by `npm run generate`. Do not edit.

export interface ValidateResult {
  schemaVersion: 1
  /**
   * valid: every document is.
   */
  outcome: 'valid' | 'invalid'
  documents: {
    path: string
    /**
     * null where it could not be read.
     */
    form: 'json' | 'xml' | null
    /**
     * As the document states it.
     */
    specVersion: string | null
    /**
     * The schema that it was checked by.
     */
    checkedBy: string | null
    /**
     * No problem is an error; warnings do not count.
     */
    valid: boolean
    problems: {
      level: 'error' | 'warning'
      /**
       * schema, ref-doubled, ref-dangling, ref-cycle, pointer-dangling, digest-length, purl-invalid, purl-form, purl-differs, key-doubled, schema-differs, unreadable.
       */
      code: string
      /**
       * JSON pointer; of XML, in its JSON form.
       */
      pointer: string
      /**
       * From 1.
       */
      line?: number
      message: string
      /**
       * What to do about it.
       */
      fix: string
    }[]
    notChecked: string[]
  }[]
}
