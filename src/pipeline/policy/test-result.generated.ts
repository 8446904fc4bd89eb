// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom policy test`.
 */
export interface PolicyTestResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * The policy, as the user named it.
   */
  policy: string
  /**
   * The files that it consists of, those that are included first.
   */
  files: string[]
  /**
   * One digest over all of them.
   */
  sha256: string
  /**
   * undecided: a rule had no answer to one of its tests.
   */
  outcome: 'passed' | 'failed' | 'undecided'
  /**
   * How many tests the rules have.
   */
  tests: number
  failures: {
    rule: string
    /**
     * Its name, or its number.
     */
    test: string
    message: string
    /**
     * path:line:column
     */
    place: string
    /**
     * The rule had no answer.
     */
    undecided: boolean
  }[]
  /**
   * How many waivers count today.
   */
  waivers: number
  /**
   * Waivers that have expired.
   */
  expired: {
    rule: string
    asset: string
    owner: string
    expires: string
    place: string
  }[]
}
