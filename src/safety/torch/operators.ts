import catalogue from './operators.json' with {type: 'json'}

/** computes: and does nothing else · acts: reads or writes files, connects, calls Python · unlisted: nobody knows */
export type OperatorStanding = 'computes' | 'acts' | 'unlisted'

const computes: ReadonlySet<string> = new Set(
  Object.entries(catalogue.computes).flatMap(([namespace, names]) =>
    names.split(' ').map(name => `${namespace}::${name}`),
  ),
)
const acts: ReadonlySet<string> = new Set(catalogue.acts)

/** What an operator of torch, `aten::relu`, does; overloads (`aten::add.Tensor`) do the same. */
export function standingOfOperator(name: string): OperatorStanding {
  const [own = ''] = name.split('.', 1)
  if (acts.has(own)) return 'acts'
  return computes.has(own) ? 'computes' : 'unlisted'
}

/** Whether some operator of torch goes by this name in any namespace. */
export function isOperatorName(name: string): boolean {
  return computes.has(`aten::${name}`) || computes.has(`prim::${name}`)
}
