// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom completion`.
 */
export interface CompletionResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  shell: 'bash' | 'zsh' | 'fish' | 'powershell'
  /**
   * The script, to be kept where the shell reads it.
   */
  script: string
}
