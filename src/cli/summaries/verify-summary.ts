import {terminalLines} from '../../lib/escape/terminal.ts'
import type {VerifyResult} from '../../pipeline/verify/result.generated.ts'
import {formatCount, plural} from '../amounts.ts'

type Subject = VerifyResult['subjects'][number]

/** More are in the `--json` result; a terminal shows these. */
const notCoveredShown = 8
/** Beyond so many subjects, those that are well are counted, not listed. */
const listedSubjects = 30

const words: Readonly<Record<Subject['status'], string>> = {
  verified: 'verified',
  invalid: 'invalid',
  unsigned: 'unsigned',
  unverifiable: 'could not be verified',
}

/** The answers of `aibom verify` for people: the same facts as `--json`, shortened where there are many. */
export function verifySummary(result: VerifyResult): string {
  const {subjects, counts} = result
  const listed = subjects.length > listedSubjects ? subjects.filter(isOpen) : subjects
  const lines = [
    ...listed.flatMap(subjectLines),
    ...(listed.length < subjects.length
      ? [`${plural(subjects.length - listed.length, 'subject')} as required, not listed`]
      : []),
    `${formatCount(counts.verified)} verified, ${formatCount(counts.invalid)} invalid, ${formatCount(counts.unsigned)} unsigned, ${formatCount(counts.unverifiable)} could not be verified`,
  ]
  return terminalLines(lines)
}

/** Not as required, or under --strict not as a whole. */
function isOpen({met, notChecked}: Subject): boolean {
  return !met || notChecked !== undefined
}

function subjectLines(subject: Subject): string[] {
  return [headLine(subject), ...detailLines(subject).map(line => `  ${line}`)]
}

function headLine({subject, kind, status, code}: Subject): string {
  return `${words[status]}  ${subject} (${kind})${code === undefined ? '' : `  ${code}`}`
}

function detailLines(subject: Subject): string[] {
  const {
    message,
    signer,
    issuer,
    signedAt,
    level,
    predicateTypes,
    source,
    checked,
    notCovered,
    notChecked,
    required,
    met,
    status,
  } = subject
  return [
    ...(message === undefined ? [] : [message]),
    ...(signer === undefined
      ? []
      : [
          `signer   ${signer}${issuer === undefined ? '' : ` (issuer ${issuer})`}${signedAt === undefined ? '' : `, ${signedAt}`}`,
        ]),
    ...(level === undefined || level === 'signed' ? [] : [`level    ${level}`]),
    ...(predicateTypes ?? []).map(type => `says     ${type}`),
    ...Object.entries(source ?? {}).map(([name, value]) => `${name.padEnd(8)} ${value}`),
    ...againstLines(subject),
    ...(checked.length === 0 ? [] : [`checked  ${checked.join(', ')}`]),
    ...notCoveredLines(notCovered),
    ...(notChecked === undefined ? [] : [`not covered, not checked: ${notChecked.join(', ')}`]),
    ...(status === 'verified' && !met ? [`required ${required}, which this is not`] : []),
  ]
}

function againstLines({status, trust}: Subject): string[] {
  return status === 'unsigned' || trust === 'nothing' ? [] : [`against  ${trust}`]
}

function notCoveredLines(notCovered: readonly string[]): string[] {
  if (notCovered.length === 0) return []
  const rest = notCovered.length - notCoveredShown
  return [
    `not covered: ${notCovered.slice(0, notCoveredShown).join(', ')}${rest > 0 ? ` and ${formatCount(rest)} more` : ''}`,
  ]
}
