import {basename, resolve} from 'node:path'
import {sha256Hex} from '../../lib/digest.ts'
import {AibomError} from '../../lib/errors.ts'
import {toJsonText} from '../../lib/escape/json.ts'
import {kindOfPath, readUserBytes} from '../../lib/fs/read-file.ts'
import {writeWhole} from '../../lib/fs/write-file.ts'
import type {OpenedPolicy} from '../policy/open-policy.ts'
import type {CheckResult} from './check-result.generated.ts'
import type {OpenedSide} from './open-side.ts'

/** What the statement about a check says, and where it goes. */
export interface AttestOptions {
  readonly cwd: string
  readonly now: () => number
  readonly toolVersion: string
  /** a source or a BOM, as typed */
  readonly source: string
  /** the least severity that fails */
  readonly failOn: CheckResult['failOn']
  /** the file that the verdict is written to as an in-toto statement */
  readonly attest?: string | undefined
}

const predicateType = 'https://in-toto.io/attestation/svr/v0.2'
const limitBytes = 256 * 1024 * 1024

interface Descriptor {
  readonly name: string
  readonly digest: Readonly<Record<string, string>>
}

/** What the verdict is about, taken before the source is read. */
export type AttestedFile = Descriptor | undefined

/**
 * The BOM that will be judged, by its digest; undefined for a source, whose revision tells which one it was.
 * @throws {AibomError} `AIBOM_USAGE` (exit 2) where nothing could be said: nothing fails by `--fail-on never`
 */
export function attestedFile({attest, failOn, source, cwd}: AttestOptions): AttestedFile {
  if (attest === undefined) return undefined
  if (failOn === 'never')
    throw new AibomError('AIBOM_USAGE', '--attest says that nothing failed, and with --fail-on never nothing can')
  const absolutePath = resolve(cwd, source)
  if (kindOfPath(absolutePath) !== 'file') return undefined
  return {
    name: basename(absolutePath),
    digest: {sha256: sha256Hex(readUserBytes(absolutePath, source, limitBytes, ''))},
  }
}

/**
 * Writes the verdict as an in-toto statement: a simple verification result, whose properties are what passed. Of a
 * check that failed or is undecided there are none.
 * @see https://github.com/in-toto/attestation/blob/main/spec/predicates/svr.md (v0.2)
 * @throws {AibomError} `AIBOM_ATTEST_SUBJECT` (exit 2), `AIBOM_FILE_CHANGED` (exit 3)
 */
export function writeAttestation(result: CheckResult, options: AttestOptions, {file, opened, policy}: Judged): void {
  if (options.attest === undefined) return
  const after = attestedFile(options)
  if (after?.digest['sha256'] !== file?.digest['sha256'])
    throw new AibomError('AIBOM_FILE_CHANGED', `${options.source} changed while it was checked`, {exit: 3})
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [file ?? revisionOf(opened, options.source)],
    predicateType,
    predicate: {
      verifier: {id: `pkg:npm/aibom@${options.toolVersion}`, policies: policiesOf(result, policy)},
      timeCreated: new Date(options.now()).toISOString(),
      properties: result.outcome === 'passed' ? [`AIBOM_CHECK_NOTHING_${result.failOn.toUpperCase()}_OR_WORSE`] : [],
    },
  }
  writeWhole(resolve(options.cwd, options.attest), toJsonText(statement), options.attest)
}

interface Judged {
  readonly file: AttestedFile
  readonly opened: OpenedSide
  readonly policy: OpenedPolicy | undefined
}

/** A folder may differ from the commit that it was made of, so nothing can be said of that commit. */
function revisionOf({inventory}: OpenedSide, source: string): Descriptor {
  const {scheme, name, revision} = inventory?.subject ?? {scheme: '', name: source}
  if (revision !== undefined && scheme !== 'dir') return {name, digest: {gitCommit: revision}}
  throw new AibomError(
    'AIBOM_ATTEST_SUBJECT',
    `${source} is a folder, which may differ from its commit. A statement needs a digest of what was checked`,
    {
      hint: `Check the commit: aibom check ${source}#HEAD --attest FILE; or a BOM of the folder`,
      exit: 2,
    },
  )
}

/** The files of the policy by their digests, and the baseline by its commit. */
function policiesOf({baseline}: CheckResult, policy: OpenedPolicy | undefined): Descriptor[] {
  const files = policy?.policy.layers.map(({path, text}) => ({name: path, digest: {sha256: sha256Hex(text)}})) ?? []
  const lock = baseline?.commit === undefined ? [] : [{name: baseline.path, digest: {gitCommit: baseline.commit}}]
  return [...files, ...lock]
}
