// Generated from the schema by `npm run generate`. Do not edit.

export type Count = number
/**
 * safe: recognised by content, every byte accounted for, every construct on a list; unsafe: something in it acts or lies; unknown: not proven safe
 */
export type Verdict = 'safe' | 'unknown' | 'unsafe'

/**
 * The --json result of `aibom inspect`: what the content of each model file came to, and which bytes that rests on.
 */
export interface InspectResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * The worst verdict; unknown where there was no model file.
   */
  outcome: 'safe' | 'unknown' | 'unsafe'
  /**
   * Files by verdict; others are files that belong to no model: source code, documents, pictures.
   */
  counts: {
    safe: Count
    unknown: Count
    unsafe: Count
    others: Count
  }
  files: File[]
  /**
   * What the walk could not read.
   */
  gaps: Gap[]
  /**
   * Folders that were left out, of version control, of installed packages and of tools: no file in them was judged.
   */
  notEntered: string[]
}
export interface File {
  path: string
  /**
   * By content; null where no reader knows it.
   */
  format: string | null
  /**
   * Of the bytes that were judged; of a file that was not read whole, as its registry states.
   */
  sha256?: string
  verdict: Verdict
  /**
   * Which bytes the verdict rests on.
   */
  coverage: {
    byteLength: number
    coveredBytes: number
    /**
     * Ranges that belong to no part of the format, the end exclusive; the first of them.
     */
    uncovered: {
      begin: number
      end: number
    }[]
  }
  /**
   * What the header states, by its own names, and what follows from it: tensor_count, parameters.
   */
  facts: {
    [k: string]: unknown
  }
  findings: Finding[]
}
export interface Finding {
  /**
   * AIB and a number; docs/rules.md says what it means.
   */
  rule: string
  severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
  /**
   * safe: recognised by content, every byte accounted for, every construct on a list; unsafe: something in it acts or lies; unknown: not proven safe
   */
  verdict: 'safe' | 'unknown' | 'unsafe'
  message: string
  /**
   * Where inside the file: a member of an archive, a key, a node.
   */
  member?: string
  /**
   * Bytes from the start of the file or member.
   */
  offset?: number
  /**
   * The name, path or text that was found.
   */
  evidence?: string
}
export interface Gap {
  path: string
  line?: number
  stage: string
  code: string
  message: string
}
