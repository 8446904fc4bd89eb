import {groupBy} from '../../lib/group.ts'

/** A fact as `explain` has it: `distributions.0.digests.1.hex`, with its value as text. */
export interface FlatFact {
  readonly name: string
  readonly value: string
}

/** One line of a list of facts; a further value of the fact above has no label. */
export interface FactRow {
  readonly label: string
  readonly value: string
}

/** Labels that the name of a fact alone would not give; of what there are several, each has a row of its own. */
const factWords: Readonly<Record<string, string>> = {
  licence: 'license',
  trustRemoteCode: 'runs remote code',
  floating: 'can move',
  distributions: 'distribution',
  dataFlows: 'data flow',
  fields: 'field',
}
const factValues: Readonly<Record<string, string>> = {true: 'yes', false: 'no'}
/** Members that say what they are without a label. */
const plainMembers = new Set(['file', 'url', 'name', 'flow'])

/** Facts as rows of a list: what belongs to one distribution or data flow stands together, digests in one line each. */
export function factRows(facts: readonly FlatFact[]): FactRow[] {
  const groups = groupBy(facts, ({name}) => /^(.*?\.\d+)\./.exec(name)?.[1] ?? name)
  return [...groups].flatMap(([key, members]) => {
    const isMember = members.some(({name}) => name !== key)
    if (!isMember) return members.map(({value}) => ({label: labelOf(key), value: factValues[value] ?? value}))
    const label = labelOf(key.replace(/\.\d+$/, ''))
    const inner = members.map(({name, value}) => ({name: name.slice(key.length + 1), value}))
    return membersOf(inner).map((value, at) => ({label: at === 0 ? label : '', value}))
  })
}

function membersOf(members: readonly FlatFact[]): string[] {
  const digests = groupBy(
    members.filter(({name}) => name.startsWith('digests.')),
    ({name}) => name.split('.')[1] ?? '',
  )
  const plain = members.filter(({name}) => plainMembers.has(name)).map(({value}) => value)
  const labeled = members.filter(({name}) => !name.startsWith('digests.') && !plainMembers.has(name))
  return [
    ...plain,
    ...labeled.map(({name, value}) => `${labelOf(name)} ${factValues[value] ?? value}`),
    ...[...digests.values()].map(digestText),
  ]
}

/** `sha256 9f2c… (declared)` */
function digestText(members: readonly FlatFact[]): string {
  const member = (key: string): string => members.find(({name}) => name.endsWith(`.${key}`))?.value ?? ''
  return `${member('alg')} ${member('hex')} (${member('from')})`
}

/** `contextLength` → `context length`; documented names of properties stay as they are. */
function labelOf(name: string): string {
  if (name.includes(':')) return name
  return factWords[name] ?? name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`).replaceAll('.', ' ')
}
