import {resolve} from 'node:path'
import {conform} from '../../bom/check/conform.ts'
import {validateDocument} from '../../bom/check/validate.ts'
import {parseAnyBom} from '../../bom/read/parse.ts'
import {wholeSeconds} from '../../bom/spdx/write/instant.ts'
import {toSpdx} from '../../bom/spdx/write/write.ts'
import {toJsonText} from '../../lib/escape/json.ts'
import {readUserBytes} from '../../lib/fs/read-file.ts'
import {writeWhole} from '../../lib/fs/write-file.ts'
import type {UnknownRecord} from '../../lib/narrow.ts'
import {decodeText} from '../../lib/text/text.ts'
import {sourceDate} from '../generate/source-date.ts'
import type {RunContext} from '../run-context.ts'
import type {ConversionTarget} from './conversion-targets.ts'
import type {ConvertResult} from './result.generated.ts'

/** What `aibom convert` is asked. */
export interface ConvertOptions extends RunContext {
  /** as typed */
  readonly bom: string
  readonly to: ConversionTarget
  /** file to write; `-` leaves the writing to the caller */
  readonly output: string
}

const limitBytes = 256 * 1024 * 1024
const versions = {'cyclonedx-1.5': '1.5', 'cyclonedx-1.6': '1.6', 'cyclonedx-1.7': '1.7'} as const

/**
 * `aibom convert`: the document in another version, in JSON, or in SPDX 3. What that version has no place for is
 * listed, and so is what makes the result invalid.
 * @throws {AibomError} `AIBOM_BOM_INVALID`, and for a file that cannot be read or written
 */
export async function convert(
  options: ConvertOptions,
): Promise<{readonly result: ConvertResult; readonly document: string}> {
  const bytes = readUserBytes(
    resolve(options.cwd, options.bom),
    options.bom,
    limitBytes,
    'Name a CycloneDX document in JSON or XML',
  )
  const {
    document: source,
    form,
    specVersion,
    xmlSigned,
    doubled,
    spdxLost = [],
  } = parseAnyBom(decodeText(bytes), options.bom)
  const {text, lost, ...told} =
    options.to === 'spdx3' ? asSpdx(source, options) : await asCyclonedx(source, versions[options.to])
  if (options.output !== '-') writeWhole(resolve(options.cwd, options.output), text, options.output)
  const result: ConvertResult = {
    schemaVersion: 1,
    from: {form, specVersion},
    to: options.to,
    output: options.output === '-' ? null : options.output,
    lost: [
      ...new Set([
        ...doubled.map(what => `one of two values: ${what} stands twice in one object`),
        ...(source['signature'] !== undefined || xmlSigned === true ? ['/signature'] : []),
        ...spdxLost,
        ...lost,
      ]),
    ],
    ...told,
  }
  return {result, document: text}
}

type Converted = Pick<ConvertResult, 'lost' | 'valid' | 'problems' | 'missing'> & {readonly text: string}

async function asCyclonedx(source: UnknownRecord, spec: '1.5' | '1.6' | '1.7'): Promise<Converted> {
  // a signature is of the document as it was
  const {signature: _, ...unsigned} = source
  const {document, lost} = conform(unsigned, spec)
  const problems = await validateDocument(document, spec)
  return {
    text: toJsonText(document),
    lost: [...lost],
    valid: problems.length === 0,
    problems: problems.map(({pointer, message}) => ({pointer, message})),
  }
}

function asSpdx({signature: _, ...source}: UnknownRecord, {env, now}: ConvertOptions): Converted {
  const {document, lost, missing} = toSpdx(source, wholeSeconds(sourceDate(env) ?? new Date(now())))
  return {text: toJsonText(document), lost: [...lost], valid: true, problems: [], missing: [...missing]}
}
