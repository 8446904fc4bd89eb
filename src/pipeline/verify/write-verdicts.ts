import {resolve} from 'node:path'
import type {VerdictClaim} from '../../bom/verdicts.ts'
import {AibomError} from '../../lib/errors.ts'
import {asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import {kindOfPath, readUserFile} from '../../lib/read-file.ts'
import {writeWhole} from '../../lib/write-file.ts'
import {TrustFailure} from '../../trust/failure.ts'
import {parseSignedJson} from '../../trust/signed-json.ts'
import type {VerifyOptions} from './options.ts'
import type {VerifyResult} from './result.generated.ts'

const bomLimitBytes = 256 * 1024 * 1024

/**
 * Writes a copy of the one BOM that was verified, with the verdicts as claims: what a reader may believe as far as he believes the copy.
 * @throws {AibomError} `AIBOM_USAGE` where the target is no BOM, and those of the writer
 */
export async function writeVerdictsTo(path: string, subjects: VerifyResult['subjects'], options: VerifyOptions): Promise<void> {
  const [target = '', second] = options.targets
  const document = second === undefined ? readDocument(target, options.cwd) : undefined
  if (document === undefined) throw new AibomError('AIBOM_USAGE', '--write wants one target, and that a BOM (CycloneDX JSON)')
  const absolutePath = resolve(options.cwd, path)
  if (absolutePath === resolve(options.cwd, target)) throw new AibomError('AIBOM_USAGE', '--write names the BOM itself, which is not altered')
  const {writeVerdicts} = await import('../../bom/verdicts.ts')
  writeWhole(absolutePath, await writeVerdicts(document, subjects.map(toClaim), new Date(options.now())), path)
}

function toClaim({kind, subject, status, code, message, signer, level, trust, checked, notCovered}: VerifyResult['subjects'][number]): VerdictClaim {
  const by = status === 'verified' ? `${level ?? ''} by ${signer ?? ''}` : [code, message].filter(part => part !== undefined).join(': ')
  return {
    ref: kind === 'component' ? subject : undefined,
    predicate: `${status}: ${by}`,
    reasoning: `against ${trust}`,
    facts: [...checked.map(value => ({name: 'checked', value})), ...notCovered.map(value => ({name: 'not covered', value}))],
  }
}

function readDocument(target: string, cwd: string): UnknownRecord | undefined {
  const absolutePath = resolve(cwd, target)
  if (kindOfPath(absolutePath) !== 'file') return undefined
  try {
    const document = asRecord(parseSignedJson(readUserFile(absolutePath, target, bomLimitBytes, ''), 'bundle-malformed', target))
    return document?.['bomFormat'] === 'CycloneDX' ? document : undefined
  } catch (error) {
    if (error instanceof TrustFailure) return undefined
    throw error
  }
}
