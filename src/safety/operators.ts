import {needsCode} from '../rules/needs-code.ts'
import {operatorActs} from '../rules/operator-acts.ts'
import type {Examination} from './reader.ts'

/** computes: and does nothing else · acts: reads or writes files, connects, runs code · unlisted: nobody knows */
export type OperatorStanding = 'computes' | 'acts' | 'unlisted'

/** Tells of an operator that acts, or that is not one of those that the framework is known to have. */
export function tellOperator(
  file: Examination,
  standing: OperatorStanding,
  {operator, framework, ...place}: OperatorPlace,
): void {
  if (standing === 'acts')
    file.find(operatorActs, `the operator ${operator} reads, writes, connects or runs code`, place)
  else if (standing === 'unlisted')
    file.find(
      needsCode,
      `the operator ${JSON.stringify(operator)} is not one that ${framework} is known to have`,
      place,
    )
}

/** An operator by its name, and where it stands. */
interface OperatorPlace {
  readonly operator: string
  readonly framework: string
  readonly evidence: string
  readonly member?: string | undefined
}
