import type {ReviewContext} from '../../context.ts'
import type {ReviewRuleName} from '../../rules.ts'
import type {BomView} from '../../view.ts'

const rulesByCode: Readonly<Record<string, ReviewRuleName>> = {
  'ref-dangling': 'reference-dangling',
  'pointer-dangling': 'reference-dangling',
  'ref-doubled': 'reference-doubled',
  'purl-invalid': 'purl-wrong',
  'purl-differs': 'purl-wrong',
  'purl-type': 'purl-wrong',
  'purl-ref': 'purl-wrong',
  'cpe-invalid': 'purl-wrong',
  'cpe-differs': 'purl-wrong',
  'swhid-invalid': 'purl-wrong',
  'swhid-differs': 'purl-wrong',
  'link-invalid': 'reference-dangling',
  'digest-length': 'digest-length',
  'type-differs': 'type-wrong',
  'schema-differs': 'bom-not-valid',
}
const messageLength = 160
/** Faults of the schema that are told; `aibom validate` has all. */
const toldFaults = 3

/** What breaks the format, and references, identifiers and digests that cannot be right. */
export function checkForm({problems, notes, view}: ReviewContext): void {
  const componentAt = namesByPlace(view)
  const faults = problems.filter(({code, level}) => (code === 'schema' || code === 'key-doubled') && level === 'error')
  if (faults.length > 0) {
    const told = faults
      .slice(0, toldFaults)
      .map(({pointer, message}) => `${pointer || 'the document'}: ${shortened(message)}`)
    const rest = faults.length > toldFaults ? `; ${faults.length - toldFaults} more` : ''
    const evidence = faults.slice(0, toldFaults).map(({pointer, message}) => notes.cite(pointer, message))
    notes.find('bom-not-valid', {subject: '', message: told.join('; ') + rest, evidence})
  }
  const doubledAt = new Set(problems.flatMap(({code, pointer}) => (code === 'ref-doubled' ? [pointer] : [])))
  for (const {code, pointer, message, level} of problems) {
    const rule = code === 'purl-form' && message.includes('names the owner') ? 'purl-wrong' : rulesByCode[code]
    if (rule === undefined || (code === 'ref-doubled' && level === 'warning')) continue
    // the bom-ref of another component is told as such
    if (code === 'purl-ref' && doubledAt.has(pointer.slice(0, -'/purl'.length))) continue
    notes.find(rule, {subject: componentAt(pointer), message, evidence: [notes.cite(pointer, message)]})
  }
}

/** The name of the component that a place is in; of a file, that of the model. */
function namesByPlace({parts}: BomView): (pointer: string) => string {
  const byPointer = new Map(parts.map(part => [part.pointer, part]))
  return pointer => {
    for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const part = byPointer.get(at)
      if (part !== undefined)
        return (part.role === 'weights' || part.role === 'file' ? (part.parent ?? part) : part).name
    }
    return ''
  }
}

/** The list of all licenses helps nobody. */
function shortened(message: string): string {
  return message.length > messageLength ? `${message.slice(0, messageLength)} …` : message
}
