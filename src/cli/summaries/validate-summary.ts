import {terminalLines} from '../../lib/escape/terminal.ts'
import type {ValidateResult} from '../../pipeline/convert/validate-result.generated.ts'
import {plural} from '../amounts.ts'

type Document = ValidateResult['documents'][number]

/** More are in the `--json` result. */
const problemsShown = 40

/** `aibom validate` for people: a line for each document, and for each problem its place, what is wrong, what to do. */
export function validateSummary({documents}: ValidateResult): string {
  return terminalLines(documents.flatMap(documentLines))
}

function documentLines(document: Document): string[] {
  const {path, valid, checkedBy, form, problems, notChecked} = document
  const errors = problems.filter(({level}) => level === 'error').length
  const warnings = problems.length - errors
  const by = checkedBy === null ? '' : ` · ${checkedBy}, ${form === 'xml' ? 'XML' : 'JSON'}`
  const counts = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
  ].join(', ')
  return [
    `${valid ? 'valid' : 'not valid'}  ${path}${by}${counts === '' ? '' : ` · ${counts}`}`,
    ...problems.slice(0, problemsShown).flatMap(problem => problemLines(problem, path)),
    ...(problems.length > problemsShown ? [`  … and ${problems.length - problemsShown} more: --json`] : []),
    ...notChecked.map(what => `  not checked: ${what}`),
  ]
}

function problemLines({level, pointer, line, message, fix}: Document['problems'][number], path: string): string[] {
  const place = line === undefined ? path : `${path}:${line}`
  return [
    `  ${level}  ${place}${pointer === '' ? '' : `  ${pointer}`}`,
    `    ${message}`,
    ...(fix === '' ? [] : [`    to do: ${fix}`]),
  ]
}
