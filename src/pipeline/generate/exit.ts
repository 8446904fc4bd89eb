/**
 * Exit code of a run: 1 when content is not what its digest says; 3 when a registry did not give what was asked for, or
 * with --strict when anything at all is missing.
 */
export function exitOf(
  inventory: {readonly gaps: readonly {readonly stage: string; readonly code: string}[]},
  strict: boolean,
): 0 | 1 | 3 {
  if (inventory.gaps.some(({stage, code}) => stage === 'verify' && code === 'digest-mismatch')) return 1
  return inventory.gaps.some(({stage}) => strict || stage === 'enrich') ? 3 : 0
}
