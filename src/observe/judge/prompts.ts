import {instructionsDiffer} from '../../rules/instructions-differ.ts'
import {composingFrameworks} from '../dialects/dialect-of.ts'
import type {SeenPrompt} from '../observations.ts'
import {type Case, declaredText} from './case.ts'
import {type CannotTell, countText, serviceText, type Verdict} from './verdict.ts'

/** More texts than this are made anew for each call. */
const varyingLimit = 20
const shortDigest = 12

/** What instructions say: they differ from the declared ones, or cannot be compared. */
export function promptVerdicts(at: Case): {readonly verdicts: Verdict[]; readonly cannotTell: CannotTell[]} {
  const {now, before, declared} = at
  const unknown = [...now.prompts.values()].filter(({match}) => match === 'none')
  if (unknown.length === 0) return {verdicts: [], cannotTell: []}
  const fixed = declared.flatMap(({prompts}) => prompts).filter(({hasVariables}) => !hasVariables)
  const composed = unknown.filter(
    ({scope}) =>
      composingFrameworks.test(scope) ||
      declared.some(({frameworks}) => frameworks.some(name => composingFrameworks.test(name))),
  )
  const reason = whyNotCompared({
    unknown: unknown.length,
    fixed: fixed.length,
    templates: templatesOf(at),
    composed: composed.length,
  })
  if (reason === undefined) {
    const missing = fixed
      .map(({id}) => id)
      .filter(id => ![...now.prompts.values()].some(prompt => prompt.declared.includes(id)))
    return {verdicts: unknown.map(prompt => differs(prompt, at, missing)), cannotTell: []}
  }
  const message = `instructions of ${serviceText(now.name)} cannot be compared with ${declaredText(at)}: ${reason}`
  const earlier = before === undefined ? [] : [...before.prompts.values()].filter(({match}) => match === 'none')
  const isStable = earlier.length > 0 && earlier.length <= varyingLimit && unknown.length <= varyingLimit
  const fresh = isStable ? unknown.filter(({digest}) => !before?.prompts.has(digest)) : []
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

function whyNotCompared({unknown, fixed, templates, composed}: Compared): string | undefined {
  if (composed > 0) return 'the framework puts its own words around them'
  if (unknown > varyingLimit) return `there are ${unknown} of them, so they are made anew for each call`
  if (fixed === 0 && templates === 0) return 'it holds no prompt'
  if (templates > 0 && unknown <= templates)
    return `it holds ${templates} with variables, which are filled in at run time`
  return undefined
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
