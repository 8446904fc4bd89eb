/** Versions of CycloneDX that sinks take, the oldest first. */
export const pushedVersions = ['1.5', '1.6', '1.7'] as const
/** One of them. */
export type PushedVersion = (typeof pushedVersions)[number]

/** The BOM of one source, in the version that the sink takes. */
export interface Parcel {
  /** of the source; the same name twice is told apart by the sink */
  readonly name: string
  readonly address: string
  /** digest of what was stored, before it was put into another version */
  readonly sha256: string
  readonly document: string
}

/** Where BOMs go. */
export interface Sink {
  /** the newest that it takes */
  readonly newest: PushedVersion
  /**
   * @returns what the sink calls it
   * @throws {AibomError} `AIBOM_PUSH_REFUSED`, and those of files and of the http client
   */
  push(parcel: Parcel): Promise<string>
}
