import {resolve} from 'node:path'
import type {VerdictClaim} from '../../bom/read/verdicts.ts'
import {AibomError} from '../../lib/errors.ts'
import {writeWhole} from '../../lib/fs/write-file.ts'
import type {VerifyOptions} from './options.ts'
import type {VerifyResult} from './result.generated.ts'
import type {Target} from './target.ts'

/**
 * Writes a copy of the one BOM that was verified, with the verdicts as claims: what a reader may believe as far as he
 * believes the copy.
 * @param target what was verified, where it was one thing alone: its content is not read again
 * @throws {AibomError} `AIBOM_USAGE` where the target is not a BOM, and those of the writer
 */
export async function writeVerdictsTo(
  path: string,
  subjects: VerifyResult['subjects'],
  target: Target | undefined,
  {cwd, now}: VerifyOptions,
): Promise<void> {
  const content = target?.kind === 'file' ? target.content() : undefined
  if (
    target === undefined ||
    content?.form !== 'object' ||
    content.document['bomFormat'] !== 'CycloneDX' ||
    content.xml !== undefined
  ) {
    throw new AibomError('AIBOM_USAGE', '--write wants one target, and that a BOM (CycloneDX JSON)')
  }
  const absolutePath = resolve(cwd, path)
  if (absolutePath === target.absolutePath)
    throw new AibomError('AIBOM_USAGE', '--write names the BOM itself, which is not altered')
  const {writeVerdicts} = await import('../../bom/read/verdicts.ts')
  writeWhole(absolutePath, await writeVerdicts(content.document, subjects.map(toClaim), new Date(now())), path)
}

function toClaim({
  kind,
  subject,
  status,
  code,
  message,
  signer,
  level,
  trust,
  checked,
  notCovered,
}: VerifyResult['subjects'][number]): VerdictClaim {
  const by =
    status === 'verified'
      ? `${level ?? ''} by ${signer ?? ''}`
      : [code, message].filter(part => part !== undefined).join(': ')
  return {
    ref: kind === 'component' ? subject : undefined,
    predicate: `${status}: ${by}`,
    reasoning: `against ${trust}`,
    facts: [
      ...checked.map(value => ({name: 'checked', value})),
      ...notCovered.map(value => ({name: 'not covered', value})),
    ],
  }
}
