import {xmlText} from '../lib/escape/xml.ts'

/** One check, as build servers list them. */
export interface JunitCase {
  readonly name: string
  readonly className: string
  /** wrong: counts as a failure · undecided: counts as an error; absent for what is well */
  readonly problem?: {readonly kind: 'failure' | 'error'; readonly type: string; readonly message: string} | undefined
}

/** A JUnit report of one suite. */
export function toJunit(suite: string, cases: readonly JunitCase[]): string {
  const count = (kind: 'failure' | 'error'): number => cases.filter(({problem}) => problem?.kind === kind).length
  const attributes = `name="${xmlText(suite)}" tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}"`
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes}>`,
    `  <testsuite ${attributes}>`,
    ...cases.map(toCase),
    '  </testsuite>',
    '</testsuites>',
  ]
  return `${lines.join('\n')}\n`
}

function toCase({name, className, problem}: JunitCase): string {
  const head = `    <testcase name="${xmlText(name)}" classname="${xmlText(className)}"`
  if (problem === undefined) return `${head}/>`
  return `${head}><${problem.kind} type="${xmlText(problem.type)}" message="${xmlText(problem.message)}"/></testcase>`
}
