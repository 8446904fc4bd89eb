import {setTimeout as pause} from 'node:timers/promises'
import {hostOfGit, parseGitAddress} from '../../sources/git/url.ts'
import {steadily} from '../../store/database/steadily.ts'
import type {SourceRow} from '../../store/sources.ts'
import {pauseHost, type Turn, takeTurn} from '../../store/turns.ts'
import {type Failure, type ScanOneOptions, scanOne} from './scan-one.ts'

/** How long a host is left alone that said it is asked too often; git does not pass on what it asked for. */
const hostPauseMs = 60_000
const mostTries = 3
/** A host that is left alone is asked about again so often. */
const recheckMs = 1000

/** How often hosts are asked, and by whom. */
export interface InTurn extends Pick<ScanOneOptions, 'store' | 'signal' | 'hostRate'> {}

/** The host that git is to reach for a source; undefined where it stays on this machine. */
export function hostOfSource({form, address}: SourceRow): string | undefined {
  const git = form === 'git' ? parseGitAddress(address) : undefined
  return git === undefined || git.isLocal ? undefined : hostOfGit(git)
}

/** Reads a source when its host has a turn for it, and again later where the host asked for a pause. */
export async function scanInTurn(
  source: SourceRow,
  options: ScanOneOptions,
): Promise<'scanned' | 'unchanged' | Failure> {
  for (let tries = 1; ; tries++) {
    await awaitTurn(source, options)
    const outcome = await scanOne(source, options)
    if (typeof outcome === 'string' || !(await pausedFor(source, outcome, options)) || tries === mostTries)
      return outcome
  }
}

/** Waits until the host of a source may be asked. */
export async function awaitTurn(source: SourceRow, {store, signal, hostRate}: InTurn): Promise<void> {
  for (;;) {
    const {isTaken, waitMs} = await turnFor(source, {store, signal, hostRate})
    await pause(isTaken ? waitMs : Math.min(waitMs, recheckMs), undefined, {signal})
    if (isTaken) return
  }
}

/** The turn of a source at its host. */
export async function turnFor(source: SourceRow, {store, signal, hostRate}: InTurn): Promise<Turn> {
  const host = hostOfSource(source)
  if (host === undefined) return {isTaken: true, waitMs: 0}
  return steadily(store, signal, () => takeTurn(store, host, hostRate))
}

/** Leaves a host alone for a while where it asked for that. @returns whether it did */
export async function pausedFor(
  source: SourceRow,
  {code}: {readonly code: string},
  {store, signal}: Omit<InTurn, 'hostRate'>,
): Promise<boolean> {
  const host = code === 'AIBOM_SOURCE_BUSY' ? hostOfSource(source) : undefined
  if (host !== undefined) await steadily(store, signal, () => pauseHost(store, host, hostPauseMs))
  return host !== undefined
}
