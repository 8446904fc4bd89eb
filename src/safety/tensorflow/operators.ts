import type {OperatorStanding} from '../operators.ts'
import catalogue from './operators.json' with {type: 'json'}

const computes: ReadonlySet<string> = new Set(catalogue.known)
const acts: ReadonlySet<string> = new Set(catalogue.acts)

/**
 * What an operator of TensorFlow does.
 * @param own names of functions that the graph brings itself: none of them makes an operator that acts harmless
 */
export function standingOfOperator(name: string, own?: ReadonlySet<string>): OperatorStanding {
  if (acts.has(name)) return 'acts'
  return computes.has(name) || own?.has(name) === true ? 'computes' : 'unlisted'
}
