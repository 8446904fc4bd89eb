/** Told how far a run is; the terminal draws it, at its own pace. All counts are totals so far. */
export interface Progress {
  walked(files: number): void
  hashed(bytes: number): void
  /** of a sweep over many sources */
  swept?(sources: number, of: number): void
  /** a run takes requests at this address from now on */
  listening?(address: string): void
  /** what was read could not be kept for the next run, and why */
  unkept?(why: string): void
}

/** For runs that nobody watches. */
export const noProgress: Progress = {walked: () => undefined, hashed: () => undefined}
