import {resolve} from 'node:path'
import {checkDocument} from '../../bom/check/check-document.ts'
import {readUserBytes} from '../../lib/fs/read-file.ts'
import {decodeText} from '../../lib/text/text.ts'
import type {RunContext} from '../run-context.ts'
import type {ValidateResult} from './validate-result.generated.ts'

/** What `aibom validate` is asked. */
export interface ValidateOptions extends RunContext {
  /** the BOMs, as typed */
  readonly boms: readonly string[]
}

type Document = ValidateResult['documents'][number]

const limitBytes = 256 * 1024 * 1024

/**
 * `aibom validate`: whether each document is valid CycloneDX, and what is wrong where.
 * @throws {AibomError} `AIBOM_FILE_NOT_FOUND` and the like for a file that cannot be read
 */
export async function validate(options: ValidateOptions): Promise<ValidateResult> {
  const documents: Document[] = []
  for (const path of options.boms) {
    options.signal.throwIfAborted()
    documents.push(await checkFile(path, options))
  }
  return {schemaVersion: 1, outcome: documents.every(({valid}) => valid) ? 'valid' : 'invalid', documents}
}

async function checkFile(path: string, {cwd}: ValidateOptions): Promise<Document> {
  const bytes = readUserBytes(resolve(cwd, path), path, limitBytes, 'Name a CycloneDX document in JSON or XML')
  const {form, specVersion, checkedBy, valid, problems, notChecked} = await checkDocument(decodeText(bytes), path)
  return {
    path,
    form: form ?? null,
    specVersion: specVersion ?? null,
    checkedBy: checkedBy ?? null,
    valid,
    problems: problems.map(({code, level, pointer, line, message, fix}) => ({
      level,
      code,
      pointer,
      ...(line !== undefined && {line}),
      message,
      fix: fix ?? '',
    })),
    notChecked: [...notChecked],
  }
}
