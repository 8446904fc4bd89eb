import {compact} from '../../lib/compact.ts'
import {groupBy} from '../../lib/group.ts'
import {listed} from '../../lib/text/listed.ts'
import {isHosted} from '../checks/hosted.ts'
import type {ReviewContext} from '../context.ts'
import {isHollow} from '../facts/hollow.ts'
import type {Note} from '../notes.ts'
import type {ProfileAnswers} from '../review-result.generated.ts'
import {doubtOf} from './doubts.ts'
import {type FlatDocument, flatten} from './members.ts'
import {type Found, type SplitPath, splitPath} from './paths.ts'
import type {Profile, Requirement} from './profile.ts'

/** How a BOM stands to one requirement. */
export type Answer = ProfileAnswers['requirements'][number]

const evidenceShown = 3
const namesShown = 4

/**
 * What a BOM answers of a profile: each requirement is met, met in part, not met, or cannot be decided. No score:
 * answers of different weight do not add up.
 */
export function judgeProfile({name, title, frameworks, requirements}: Profile, context: ReviewContext): ProfileAnswers {
  const flat = flatten(context.view)
  const answers = requirements.map(requirement => toAnswer(requirement, judge(requirement, {context, flat})))
  return {
    name,
    title,
    frameworks: frameworks.map(framework => ({...framework})),
    requirements: answers,
    coverage: coverageOf(answers),
  }
}

function toAnswer(
  {id, framework, text, from, relevance, appliesFrom, unverified, paths}: Requirement,
  judgement: Judgement,
): Answer {
  const {status, reason, lacks, evidence} = judgement
  return compact({
    id,
    framework,
    text,
    status,
    reason,
    lacks,
    from,
    relevance,
    appliesFrom,
    unverified: unverified === true ? true : undefined,
    paths: paths.flat(),
    evidence: [...evidence],
  })
}

/** Answers counted by who can give them. */
export function coverageOf(
  answers: readonly {readonly from?: string; readonly status: Answer['status']}[],
): ProfileAnswers['coverage'] {
  return (['bytes', 'registry', 'vendor', 'unknown'] as const).flatMap(from => {
    const of = answers.filter(answer => (answer.from ?? 'unknown') === from)
    const count = (status: Answer['status']): number => of.filter(answer => answer.status === status).length
    return of.length === 0
      ? []
      : [{from, met: count('met'), partly: count('partly'), not: count('not'), undecidable: count('undecidable')}]
  })
}

interface Room {
  readonly context: ReviewContext
  readonly flat: FlatDocument
}

interface Judgement {
  readonly status: Answer['status']
  readonly reason: string
  /** something is not stated that could be */
  readonly lacks?: true
  readonly evidence: readonly number[]
}

function judge(requirement: Requirement, room: Room): Judgement {
  if (requirement.paths.length === 0)
    return {status: 'undecidable', reason: 'nothing in a BOM shows it', lacks: true, evidence: []}
  const groups = requirement.paths.map(paths => judgeGroup(paths, room))
  const evidence = groups.flatMap(group => group.evidence)
  const empty = groups.find(({of}) => of === 0)
  if (empty !== undefined && groups.every(({have}) => have === 0))
    return {status: 'undecidable', reason: empty.reason, evidence}
  const lacking = groups.filter(({have, of}) => have < of || of === 0)
  if (groups.every(({have}) => have === 0))
    return {status: 'not', reason: groups.map(({reason}) => reason).join('; '), lacks: true, evidence}
  if (lacking.length > 0)
    return {status: 'partly', reason: lacking.map(each => reasonAmong(each, groups)).join('; '), lacks: true, evidence}
  const doubt = groups.find(group => group.doubt !== undefined)?.doubt
  if (doubt !== undefined)
    return {
      status: 'partly',
      reason: `stated, and in doubt: ${doubt.title}: ${doubt.message} (${doubt.rule})`,
      evidence,
    }
  if (requirement.touches === true)
    return {status: 'partly', reason: 'something is stated; whether it suffices is for a person to judge', evidence}
  return {status: 'met', reason: groups.map(({reason}) => reason).join('; '), evidence}
}

function reasonAmong({reason, fields}: Group, {length}: readonly Group[]): string {
  return length > 1 ? `${fields}: ${reason}` : reason
}

/** How many of those that should have it do, by the path that fits best. */
interface Group {
  readonly have: number
  readonly of: number
  readonly reason: string
  readonly evidence: readonly number[]
  readonly doubt: Note | undefined
  /** what the paths end in, for people */
  readonly fields: string
}

function judgeGroup(texts: readonly string[], room: Room): Group {
  const byKind = groupBy(texts.map(splitPath), ({holderText}) => holderText)
  const groups = [...byKind].map(([kind, paths]) => judgeHolders(paths, kind, room))
  const rank = ({have, of}: Group): number => (of === 0 ? -1 : have / of)
  const [first, ...rest] = groups
  if (first === undefined)
    return {have: 0, of: 0, reason: 'no path leads to it', evidence: [], doubt: undefined, fields: ''}
  return rest.reduce((best, group) => (rank(group) > rank(best) ? group : best), first)
}

function judgeHolders(paths: readonly SplitPath[], kind: string, room: Room): Group {
  const {flat} = room
  const all = paths[0]?.holders(flat.document) ?? []
  const asksForFiles = paths.every(({text}) => text.includes('.hashes'))
  const holders = asksForFiles ? all.filter(holder => !isRunElsewhere(holder, room)) : all
  if (holders.length === 0) {
    const [noun, nouns] = nounsOf(kind)
    const reason = all.length > 0 ? `${nouns} that others run have no files` : `no ${noun} is listed`
    return {have: 0, of: 0, reason, evidence: [], doubt: undefined, fields: fieldsOf(paths)}
  }
  const answers = holders.map(holder => answerOf(holder, paths, room))
  const without = answers.flatMap(({name, isStated}) => (isStated ? [] : [name]))
  return {
    have: holders.length - without.length,
    of: holders.length,
    reason: reasonOf(kind, holders.length, without),
    evidence: citedOf(answers, room),
    doubt: answers.find(({doubt}) => doubt !== undefined)?.doubt,
    fields: fieldsOf(paths),
  }
}

/** `inputs or modality` */
function fieldsOf(paths: readonly SplitPath[]): string {
  const names = paths.map(({text}) => {
    const [, property] = /@\.name\s?==\s?'([\w:-]{1,100})'/.exec(text) ?? []
    return (
      property?.split(':').slice(-2).join(' ') ??
      /@\.type\s?==\s?'([\w-]{1,40})'\]\.url$/.exec(text)?.[1] ??
      text
        .split('.')
        .at(-1)
        ?.replace(/\[\*\]$/, '') ??
      text
    )
  })
  return [...new Set(names)].join(' or ')
}

interface HolderAnswer {
  readonly name: string
  readonly isStated: boolean
  readonly found: Found | undefined
  readonly doubt: Note | undefined
}

function answerOf(holder: Found, paths: readonly SplitPath[], {context, flat}: Room): HolderAnswer {
  const part = flat.partAt(holder.location)
  const [path, found] = firstTruth(paths, holder)
  const doubt =
    path === undefined
      ? undefined
      : doubtOf(path.text, {part: part?.name, product: context.view.subject?.name}, context.notes.findings)
  return {name: part?.name ?? '', isStated: path !== undefined, found, doubt}
}

function citedOf(answers: readonly HolderAnswer[], {context, flat}: Room): number[] {
  return answers
    .flatMap(({found}) => found ?? [])
    .slice(0, evidenceShown)
    .map(({location, value}) => context.notes.cite(flat.pointerOf(location), shown(value)))
}

function isRunElsewhere({location}: Found, {context, flat}: Room): boolean {
  const part = flat.partAt(location)
  return part?.role === 'model' && isHosted(part, context.view)
}

function firstTruth(paths: readonly SplitPath[], holder: Found): [SplitPath, Found] | [undefined, undefined] {
  for (const path of paths) {
    const found = path.inside(holder).find(({value}) => saysSomething(value))
    if (found !== undefined) return [path, found]
  }
  return [undefined, undefined]
}

const depthLimit = 20

/** There is a value in it, and not only fillers. */
function saysSomething(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return value.trim() !== '' && !isHollow(value)
  if (typeof value !== 'object' || value === null) return value !== null && value !== undefined
  return depth < depthLimit && Object.values(value).some(item => saysSomething(item, depth + 1))
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

/** What is selected by something other than its type. */
const otherNoun = 'such part'

function nounsOf(kind: string): readonly [string, string] {
  if (kind === '$') return ['document', 'documents']
  if (kind.includes('machine-learning-model')) return ['model', 'models']
  if (/type\s?==\s?["']data["']/.test(kind)) return ['data set', 'data sets']
  if (/type\s?==\s?["'](?:library|framework)["']/.test(kind)) return ['library', 'libraries']
  if (kind.includes('services')) return ['service', 'services']
  return /^\$(?:\.components|\['components'\])\[\*\]$/.test(kind)
    ? ['component', 'components']
    : [otherNoun, `${otherNoun}s`]
}

function reasonOf(kind: string, count: number, without: readonly string[]): string {
  const have = count - without.length
  if (kind === '$') return have > 0 ? 'stated' : 'not stated'
  const [noun, nouns] = nounsOf(kind)
  if (noun === otherNoun && without.length === 0) return 'stated'
  if (without.length === 0) return count === 1 ? `stated for the ${noun}` : `stated for all ${count} ${nouns}`
  const names = [...new Set(without)].filter(name => name !== '')
  const which = names.length === 0 ? '' : `: not for ${listed(names, namesShown)}`
  if (have === 0) return count === 1 ? `not stated for the ${noun}` : `not stated for any of the ${count} ${nouns}`
  return `stated for ${have} of ${count} ${nouns}${which}`
}
