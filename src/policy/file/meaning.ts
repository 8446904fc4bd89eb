import {quote} from '../../lib/text/quote.ts'
import type {Problem} from './conform.ts'
import type {Evidence, Include, PolicyFile} from './policy.generated.ts'

/** What the schema cannot say: what a pattern comes to, whether a day exists, which keys go together. */
export function meaningProblems({
  include = [],
  approved = {},
  evidence = [],
  guardrails = [],
  waivers = [],
  waivable = [],
  rules = [],
  signers = [],
}: PolicyFile): Problem[] {
  return [
    ...include.flatMap((entry, index) => includeProblem(entry, ['include', index])),
    ...Object.entries(approved).flatMap(([list, patterns]) =>
      (patterns as readonly string[]).flatMap((pattern, index) =>
        widePattern(pattern, ['approved', list, index], 'leave the list out to approve everything'),
      ),
    ),
    ...evidence.flatMap((entry, index) => evidenceProblems(entry, ['evidence', index])),
    ...guardrails.flatMap((pattern, index) =>
      widePattern(pattern, ['guardrails', index], 'name a kind, as in agent:**, or subject'),
    ),
    ...waivers.flatMap(({asset, expires}, index) => [
      ...widePattern(asset, ['waivers', index, 'asset'], 'name what is waived; to switch a rule off use severities'),
      ...dayProblem(expires, ['waivers', index, 'expires']),
    ]),
    ...waivable.flatMap((rule, index) =>
      rule.includes('*') ? [{at: ['waivable', index], message: 'a rule is named whole, without *'}] : [],
    ),
    ...signers.flatMap(({identity, identityPattern}, index) => {
      const at = ['signers', index, 'identityPattern']
      if (identityPattern === undefined) return []
      if (identity !== undefined) return [{at, message: 'identity and identityPattern exclude each other'}]
      return widePattern(identityPattern, at, 'name who signs')
    }),
    ...rules.flatMap(({id}, index) =>
      idProblem(id, rules.findIndex(rule => rule.id === id) !== index, ['rules', index, 'id']),
    ),
  ]
}

function includeProblem({file, url, sha256}: Include, at: (string | number)[]): Problem[] {
  if ((file === undefined) === (url === undefined)) return [{at, message: 'an include has either file or url'}]
  if (file !== undefined)
    return sha256 === undefined ? [] : [{at: [...at, 'sha256'], message: 'sha256 belongs to a url'}]
  if (sha256 === undefined) return [{at, message: 'an include by URL needs the SHA-256 of the file'}]
  if (sha256.length !== 64 || [...sha256].some(sign => !'0123456789abcdef'.includes(sign))) {
    return [{at: [...at, 'sha256'], message: 'sha256 is not 64 hex digits in lower case'}]
  }
  return url?.startsWith('https://') === true && URL.canParse(url)
    ? []
    : [{at: [...at, 'url'], message: 'url is not an https address'}]
}

function evidenceProblems(
  {assets, maxAgeDays, minAttempts, maxAttackSuccess, metrics = []}: Evidence,
  at: (string | number)[],
): Problem[] {
  const counts = Object.entries({maxAgeDays, minAttempts}).flatMap(([key, value]) =>
    value === undefined || (Number.isSafeInteger(value) && value > 0)
      ? []
      : [{at: [...at, key], message: `${key} is ${value}, and a whole number from 1 is expected`}],
  )
  const isShare = maxAttackSuccess === undefined || (maxAttackSuccess >= 0 && maxAttackSuccess <= 1)
  return [
    ...assets.flatMap((pattern, index) =>
      widePattern(pattern, [...at, 'assets', index], 'name a kind, as in model:**'),
    ),
    ...counts,
    ...(isShare
      ? []
      : [
          {
            at: [...at, 'maxAttackSuccess'],
            message: `maxAttackSuccess is ${maxAttackSuccess}, and a share from 0 to 1 is expected`,
          },
        ]),
    ...metrics.flatMap(({min, max}, index) =>
      min === undefined && max === undefined
        ? [{at: [...at, 'metrics', index], message: 'a metric has min, max or both'}]
        : [],
    ),
  ]
}

/** Stars and separators alone leave nothing out. */
function widePattern(pattern: string, at: (string | number)[], wayOut: string): Problem[] {
  const isWide = pattern.includes('*') && [...pattern].every(sign => '*/:.@-_# '.includes(sign))
  return isWide ? [{at, message: `the pattern ${JSON.stringify(pattern)} matches everything: ${wayOut}`}] : []
}

function dayProblem(day: string, at: (string | number)[]): Problem[] {
  const date = new Date(`${day}T00:00:00Z`)
  const isDay = day.length === 10 && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
  return isDay ? [] : [{at, message: `${quote(day)} is not a day, written as 2027-01-31`}]
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789-'

function idProblem(id: string, isTwice: boolean, at: (string | number)[]): Problem[] {
  if (isTwice) return [{at, message: `two rules have the id ${id}`}]
  const isPlain = id.length <= 60 && [...id].every(sign => letters.includes(sign)) && letters.indexOf(id[0] ?? '-') < 26
  return isPlain ? [] : [{at, message: `the id ${quote(id)} is not lower-case words joined by hyphens`}]
}

/** A name of a rule that nobody knows: a misspelt gate must not stay open. */
export function unknownRule(name: string, known: Iterable<string>, at: Problem['at']): Problem {
  return {at, message: `there is no rule or change ${quote(name)}`, unknownName: {name, known}}
}
