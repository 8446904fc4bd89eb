import {type Gap, toGapCode} from '../../inventory/gap.ts'
import type {GapCode} from '../../inventory/gap-code.generated.ts'
import {AibomError} from '../../lib/errors.ts'
import {sortedBy} from '../../lib/sort.ts'

/** Files of one repository that are read; more are listed with the digests that the registry declares. */
const readLimit = 3000
/** Names that a message lists before it only counts. */
const listedNames = 5

/**
 * What of a repository could not be read, as gaps. What the network or the registry kept from us has the stage
 * `enrich`, other bytes than declared `verify`.
 */
export class HubTrouble {
  readonly #gated: boolean
  readonly #byPath = new Map<string, AibomError>()
  readonly #unsafe: string[] = []
  #read = 0
  #refused: AibomError | undefined
  #listing: AibomError | undefined
  #history: AibomError | undefined

  /** @param gated refused files are then one gap, not one each: it was to be expected */
  constructor(gated: boolean) {
    this.#gated = gated
  }

  unsafe(path: string): void {
    this.#unsafe.push(path)
  }

  /** @throws what is no error of ours */
  listing(error: unknown): void {
    if (!(error instanceof AibomError)) throw error
    this.#listing = error
  }

  /** @throws what is no error of ours */
  history(error: unknown): void {
    if (!(error instanceof AibomError)) throw error
    this.#history = error
  }

  file(path: string, error: AibomError): void {
    this.#byPath.set(path, error)
    if (this.#isExpected(error)) this.#refused = error
  }

  /**
   * Why a file is not even asked for: another of a gated repository was refused (the card may be open all the same), or
   * enough were read.
   * To be asked once a file.
   */
  refusalOf(path: string): AibomError | undefined {
    if (path === 'README.md') return undefined
    if (this.#refused !== undefined) return this.#refused
    if (++this.#read <= readLimit) return undefined
    return new AibomError('AIBOM_HUB_READ_LIMIT', `more than ${readLimit} files`)
  }

  /** A hub that keeps no history, as mirrors do, keeps nothing from us. */
  #historyGap(): Gap[] {
    if (this.#history === undefined) return []
    const gap = toGap('', this.#history)
    return [
      this.#isExpected(this.#history) || this.#history.code === 'AIBOM_HUB_NOT_FOUND'
        ? {...gap, stage: 'resolve'}
        : gap,
    ]
  }

  /** A gated repository keeps from us what it says that it keeps. */
  #isExpected(error: AibomError): boolean {
    return this.#gated && isRefusal(error)
  }

  gaps(): Gap[] {
    const refused = [...this.#byPath].filter(([, error]) => this.#isExpected(error))
    const unread = [...this.#byPath].filter(([, {code}]) => code === 'AIBOM_HUB_READ_LIMIT')
    const told = new Set([...refused, ...unread].map(([path]) => path))
    const others = [...this.#byPath].filter(([path]) => !told.has(path))
    return [
      ...(unread.length === 0 ? [] : [limitGap(unread.length)]),
      ...(this.#listing === undefined ? [] : [toGap('', this.#listing)]),
      ...this.#historyGap(),
      ...gatedGap(refused),
      ...sortedBy(others, ([path]) => path).map(([path, error]) => toGap(path, error)),
      ...this.#unsafe.map((path): Gap => {
        const shown = JSON.stringify(path)
        return {
          path: '',
          stage: 'walk',
          code: 'unsafe-path',
          message: `the repository lists ${shown}, which is not a safe path; the file was left out`,
        }
      }),
    ]
  }
}

function isRefusal({code}: AibomError): boolean {
  return ['AIBOM_HUB_GATED', 'AIBOM_HUB_FORBIDDEN', 'AIBOM_HUB_UNAUTHORIZED', 'AIBOM_HUB_NOT_VISIBLE'].includes(code)
}

/** Digests and sizes of a gated repository are public, its files are not. */
function gatedGap(refused: readonly (readonly [string, AibomError])[]): Gap[] {
  const paths = refused.map(([path]) => path).sort()
  const [first] = refused
  if (first === undefined) return []
  const rest = paths.length > listedNames ? ` and ${paths.length - listedNames} more` : ''
  const message = `gated: what stands inside ${paths.slice(0, listedNames).join(', ')}${rest} was not read; digests and sizes are those the hub lists`
  return [{path: '', stage: 'resolve', code: 'hub-gated', message}]
}

function limitGap(count: number): Gap {
  const message = `${count} files were not looked into after ${readLimit}; digests and sizes are those the hub lists`
  return {path: '', stage: 'resolve', code: 'hub-read-limit', message}
}

function toGap(path: string, error: AibomError): Gap {
  const stage = error.code === 'AIBOM_DIGEST_MISMATCH' ? 'verify' : 'enrich'
  return {path, stage, code: networkGapCode(error), message: error.message}
}

/** `AIBOM_HUB_NOT_FOUND` → `hub-not-found`. */
export function networkGapCode({code}: AibomError): GapCode {
  return toGapCode(
    code
      .replace(/^AIBOM_/, '')
      .toLowerCase()
      .replaceAll('_', '-'),
  )
}
