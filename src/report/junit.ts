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
  const attributes = `name="${escapeXml(suite)}" tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}"`
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
  const head = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(className)}"`
  if (problem === undefined) return `${head}/>`
  return `${head}><${problem.kind} type="${escapeXml(problem.type)}" message="${escapeXml(problem.message)}"/></testcase>`
}

const entities: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\t': '&#9;', '\r': '&#13;'}

/** Names come from files: what XML 1.0 cannot hold at all is shown as an escape. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"\n\t\r]/g, character => entities[character] ?? '')
    .replace(/[\u0000-\u001f\ufffe\uffff]/g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
