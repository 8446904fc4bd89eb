/** Who can say it: the files, a registry or card, or the vendor alone. */
export type Origin = 'bytes' | 'registry' | 'vendor'

/** One thing that a framework asks a BOM for. */
export interface Requirement {
  readonly id: string
  /** index in the profile's frameworks */
  readonly framework: number
  readonly text: string
  /**
   * JSONPath: something of every group must be there; of a group, one suffices. Empty: nothing in a BOM can show it.
   */
  readonly paths: readonly (readonly string[])[]
  /** undefined in profiles of others, which do not say */
  readonly from?: Origin | undefined
  /** the fields only touch what is asked: whether their content suffices is for a person to judge */
  readonly touches?: boolean
  /** the text of the framework itself was not read */
  readonly unverified?: boolean
  /** date from which it binds */
  readonly appliesFrom?: string
  readonly relevance?: Relevance | undefined
}

/** How much a perspective of CycloneDX 2.0 asks for a requirement. */
export type Relevance = 'required' | 'recommended' | 'optional' | 'informative'

/** A law, standard or guide that requirements are from. */
export interface Framework {
  readonly name: string
  readonly version?: string
  /** whom it binds, and since when */
  readonly note?: string
  readonly source?: string
}

/** A framework with its version, as people name it. */
export function frameworkName({name, version}: Pick<Framework, 'name' | 'version'>): string {
  return version === undefined ? name : `${name}, ${version}`
}

/** What one or more frameworks ask of a BOM. */
export interface Profile {
  readonly name: string
  readonly title: string
  readonly frameworks: readonly Framework[]
  readonly requirements: readonly Requirement[]
}
