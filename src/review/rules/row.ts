import type {RuleMeta} from '../../inventory/finding.ts'

/** A rule without its name: id, severity, title, why it matters and what to do. */
export type Row = readonly [id: RuleMeta['id'], severity: RuleMeta['severity'], title: string, why: string, fix: string]

/** Rules by the name that reports show. */
export type Rows = Readonly<Record<string, Row>>
