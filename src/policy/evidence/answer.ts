import type {RuleMeta} from '../../inventory/finding.ts'

/** What a requirement says of one asset. */
export interface EvidenceAnswer {
  readonly meta: RuleMeta
  /** a sentence without a full stop */
  readonly message: string
  /** the report says neither yes nor no */
  readonly isOpen: boolean
}

const shown = 3

/** The first few, and how many more. */
export function listed(texts: readonly string[]): string {
  const rest = texts.length - shown
  return `${texts.slice(0, shown).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`
}
