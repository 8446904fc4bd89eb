/** Sources of software yet to be built; registries and stores hold what was. */
const sourceSchemes: ReadonlySet<string> = new Set(['dir', 'file', 'git'])

/** Whether what was walked holds software before it is built. */
export function isSoftwareSource(scheme: string): boolean {
  return sourceSchemes.has(scheme)
}
