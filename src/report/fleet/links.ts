/**
 * Where the pages of a fleet lead to: addresses of a server, or files beside each other. Undefined where there is no
 * such page.
 */
export interface Links {
  readonly overview: string
  readonly assets: string
  readonly repositories: string
  readonly providers: string
  readonly licenses: string
  readonly findings: string
  readonly changes: string
  readonly policy?: string
  /** the page that answers a search; a folder of files has none */
  readonly search?: string
  readonly api?: string
  asset(identity: string): string | undefined
  repository(address: string): string | undefined
  rule(rule: string): string | undefined
  query(terms: string): string | undefined
  bom(address: string): string | undefined
  /** another page of the same list */
  page(list: 'assets' | 'repositories' | 'findings', query: string, page: number): string | undefined
  /** the same as a spreadsheet reads it */
  csv(list: string, parameter?: readonly [name: string, value: string]): string | undefined
}
