import catalogue from './operators.json' with {type: 'json'}

/** computes: and does nothing else · acts: reads or writes files, connects, calls Python · unlisted: nobody knows */
export type OperatorStanding = 'computes' | 'acts' | 'unlisted'

const computes: ReadonlySet<string> = new Set(catalogue.known)
const acts: ReadonlySet<string> = new Set(catalogue.acts)

/** What an operator of TensorFlow does. */
export function standingOfOperator(name: string): OperatorStanding {
  if (acts.has(name)) return 'acts'
  return computes.has(name) ? 'computes' : 'unlisted'
}
