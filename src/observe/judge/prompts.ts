import {instructionsDiffer} from '../../rules/instructions-differ.ts'
import {composingFrameworks} from '../dialects/dialect-of.ts'
import type {SeenPrompt, ServiceObservation} from '../observations.ts'
import {type Case, declaredText} from './case.ts'
import {type CannotTell, countText, serviceText, type Verdict} from './verdict.ts'

/** More texts than this are made anew for each call. */
const varyingLimit = 20
const shortDigest = 12

/** What instructions say: they differ from the declared ones, or cannot be compared. */
export function promptVerdicts(at: Case): PromptJudgement {
  const [alone, among] = [unknownVerdicts(at), amongOtherWords(at)]
  return {
    verdicts: [...alone.verdicts, ...among.verdicts],
    cannotTell: [...alone.cannotTell, ...among.cannotTell],
  }
}

interface PromptJudgement {
  readonly verdicts: readonly Verdict[]
  readonly cannotTell: readonly CannotTell[]
}

/**
 * Declared prompts that are sent among other words: an edit, where they were sent alone before. A program that adds
 * words of its own to each call does so from the first one on.
 */
function amongOtherWords(at: Case): PromptJudgement {
  const {now, before} = at
  const alone = sentAlone(now)
  const inside = [...now.prompts.values()].filter(
    ({match, declared}) => match === 'inside' && !declared.some(id => alone.has(id)),
  )
  if (before === undefined) return {verdicts: [], cannotTell: otherWords(inside, at)}
  const earlier = sentAlone(before)
  const edited = inside.filter(
    ({digest, declared}) => !before.prompts.has(digest) && declared.some(id => earlier.has(id)),
  )
  return {verdicts: edited.map(prompt => differs(prompt, at, prompt.declared)), cannotTell: []}
}

function sentAlone({prompts}: ServiceObservation): ReadonlySet<string> {
  return new Set([...prompts.values()].flatMap(({match, declared}) => (match === 'declared' ? declared : [])))
}

function otherWords(prompts: readonly SeenPrompt[], at: Case): CannotTell[] {
  const names = [...new Set(prompts.flatMap(({declared}) => declared))].sort()
  if (names.length === 0) return []
  const message = `${serviceText(at.now.name)} sends ${names.join(', ')} among other words: whether these are new cannot be told without --state FILE of an earlier run`
  return [{service: at.now.name, message}]
}

function unknownVerdicts(at: Case): PromptJudgement {
  const {now, before, declared} = at
  const unknown = [...now.prompts.values()].filter(({match}) => match === 'none')
  if (unknown.length === 0) return {verdicts: [], cannotTell: []}
  const fixed = declared.flatMap(({prompts}) => prompts).filter(({hasVariables}) => !hasVariables)
  const composed = unknown.filter(
    ({scope}) =>
      composingFrameworks.test(scope) ||
      declared.some(({frameworks}) => frameworks.some(name => composingFrameworks.test(name))),
  )
  const why = whyNotCompared({
    unknown: unknown.length,
    fixed: fixed.length,
    templates: templatesOf(at),
    composed: composed.length,
  })
  if (why === undefined) {
    const missing = fixed
      .map(({id}) => id)
      .filter(id => ![...now.prompts.values()].some(prompt => prompt.declared.includes(id)))
    return {verdicts: unknown.map(prompt => differs(prompt, at, missing)), cannotTell: []}
  }
  const message = `instructions of ${serviceText(now.name)} cannot be compared with ${declaredText(at)}: ${why.reason}`
  const fresh = before === undefined ? [] : freshPrompts(unknown, {now, before}, why.cause)
  return {verdicts: fresh.map(prompt => changed(prompt, at)), cannotTell: [{service: now.name, message}]}
}

function templatesOf({declared}: Case): number {
  return declared.flatMap(({prompts}) => prompts).filter(({hasVariables}) => hasVariables).length
}

interface Compared {
  readonly unknown: number
  readonly fixed: number
  readonly templates: number
  readonly composed: number
}

/** Why instructions cannot be held against what is declared. */
interface Why {
  readonly cause: 'composed' | 'varying' | 'no prompts' | 'variables'
  readonly reason: string
}

function whyNotCompared({unknown, fixed, templates, composed}: Compared): Why | undefined {
  if (composed > 0) return {cause: 'composed', reason: 'the framework puts its own words around them'}
  if (unknown > varyingLimit)
    return {cause: 'varying', reason: `there are ${unknown} of them, so they are made anew for each call`}
  if (fixed === 0 && templates === 0) return {cause: 'no prompts', reason: 'it holds no prompt'}
  if (templates > 0 && unknown <= templates)
    return {
      cause: 'variables',
      reason: `it holds ${templates} with variables, which are filled in at run time`,
    }
  return undefined
}

/** Now and before. */
type Runs = Readonly<Record<'now' | 'before', ServiceObservation>>

/**
 * Instructions that earlier runs did not send, where those show that what they sent does not vary by itself.
 */
function freshPrompts(unknown: readonly SeenPrompt[], runs: Runs, cause: Why['cause']): SeenPrompt[] {
  const {prompts} = runs.before
  const earlier = [...prompts.values()].filter(({match}) => match === 'none')
  if (prompts.size === 0 || Math.max(earlier.length, unknown.length) > varyingLimit) return []
  // a framework that adds words of its own may list the tools among them
  const mayVary =
    (cause === 'composed' && earlier.length > 0 && hasOtherTools(runs)) ||
    (cause === 'variables' && !areSentAgain(earlier))
  if (mayVary && !isDeclaredOneGone(runs)) return []
  return unknown.filter(({digest}) => !prompts.has(digest))
}

function hasOtherTools({now, before}: Runs): boolean {
  const isNew = <T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>, isTool: (one: T) => boolean): boolean =>
    [...a].some(([key, one]) => isTool(one) && !b.has(key))
  return (
    isNew(now.seen, before.seen, ({kind}) => kind === 'tool') || isNew(now.definitions, before.definitions, () => true)
  )
}

/** What is filled in stays the same from call to call. */
function areSentAgain(prompts: readonly SeenPrompt[]): boolean {
  return prompts.length > 0 && prompts.every(({sighting}) => sighting.count > 1)
}

/** A declared prompt that was sent before is sent no more: another came in its place. */
function isDeclaredOneGone({now, before}: Runs): boolean {
  const sent = new Set([...now.prompts.values()].flatMap(({declared}) => declared))
  return [...before.prompts.values()].some(({declared}) => declared.some(id => !sent.has(id)))
}

function differs({digest, agent, sighting}: SeenPrompt, at: Case, missing: readonly string[]): Verdict {
  const instead = missing.length === 1 ? `; ${missing[0] ?? ''} was not sent` : ''
  const message = `${sentText({digest, agent}, at)} that ${declaredText(at)} does not have${instead}: ${countText(sighting)}`
  return {
    rule: instructionsDiffer,
    service: at.now.name,
    kind: 'prompt',
    name: missing.length === 1 ? (missing[0] ?? '') : digest,
    message,
    sighting,
    before: missing,
    after: [`sha256:${digest}`],
  }
}

function changed({digest, agent, sighting}: SeenPrompt, at: Case): Verdict {
  const message = `${sentText({digest, agent}, at)} that were not sent before: ${countText(sighting)}`
  return {
    rule: instructionsDiffer,
    service: at.now.name,
    kind: 'prompt',
    name: digest,
    message,
    sighting,
    after: [`sha256:${digest}`],
  }
}

function sentText({digest, agent}: {readonly digest: string; readonly agent: string | undefined}, {now}: Case): string {
  const of = agent === undefined ? '' : ` of the agent ${agent}`
  return `${serviceText(now.name)} sends instructions${of} (sha256 ${digest.slice(0, shortDigest)}…)`
}
