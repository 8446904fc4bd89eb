/** What is known so far; a run that was interrupted goes on from here. */
export interface MutantResults {
  readonly noticed: [id: number, test: string][]
  /** ended by their time, not by a test */
  readonly ended: [id: number, test: string][]
  /** come by in a test that does not pass twice in one program */
  readonly left: [id: number, test: string][]
  /** come by while modules are loaded */
  readonly atLoad: number[]
  /** tests that do not pass as they are, without a mutant: they notice nothing */
  readonly broken: string[]
  /** those that were run to their end, and the SHA-256 of what they were */
  readonly files: Record<string, string>
}

export function noResults(): MutantResults {
  return {noticed: [], ended: [], left: [], broken: [], atLoad: [], files: {}}
}
