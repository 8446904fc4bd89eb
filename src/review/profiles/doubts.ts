import type {Note} from '../notes.ts'
import type {ReviewRuleName} from '../rules.ts'

/** Which statements a finding puts in doubt: a field that is there and wrong does not answer what is asked. */
const fieldsByRule: Partial<Record<ReviewRuleName, RegExp>> = {
  'digest-length': /hashes/,
  'digest-hollow': /hashes/,
  'digest-conflict': /hashes/,
  'digest-differs': /hashes/,
  'weights-without-digest': /hashes/,
  'not-pinned': /\.version$|purl/,
  'version-differs': /\.version$|purl/,
  'purl-wrong': /purl/,
  'licence-differs': /licenses/,
  'licence-unclear': /licenses/,
  'licence-in-doubt': /licenses/,
  'base-differs': /pedigree/,
  'base-in-doubt': /pedigree/,
  'reference-cycle': /pedigree|dependencies/,
  'reference-dangling': /dependencies|datasets/,
  'data-differs': /datasets/,
  'data-unknown': /datasets/,
  'dataset-missing': /=='data'/,
  'parameters-differ': /parameter:count/,
  'size-in-doubt': /parameter:count/,
  'architecture-differs': /rchitecture/,
  'architecture-in-doubt': /rchitecture/,
  'measure-wrong': /quantitativeAnalysis/,
  'card-hollow': /modelCard/,
  'card-copied': /modelCard|description/,
  'date-future': /timestamp/,
  'date-impossible': /timestamp/,
  'bom-outdated': /timestamp/,
  'lifecycle-in-doubt': /lifecycles/,
  'data-sensitive': /classification|sensitiveData/,
  'vulnerability-unproven': /vulnerabilities/,
  'address-differs': /externalReferences/,
  'complete-claimed': /compositions/,
  'signature-invalid': /signature/,
  'bom-not-valid': /bomFormat|specVersion/,
}
const serious: ReadonlySet<string> = new Set(['critical', 'high', 'medium'])
const byName: ReadonlyMap<string, RegExp> = new Map(Object.entries(fieldsByRule))

/**
 * @param subject name of the component; undefined for a statement of the document @returns the first finding that says
 * otherwise
 */
export function doubtOf(path: string, subject: string | undefined, notes: readonly Note[]): Note | undefined {
  return notes.find(note => {
    if (!serious.has(note.severity) || (subject !== undefined && note.subject !== subject && note.subject !== ''))
      return false
    return byName.get(note.name)?.test(path) === true
  })
}
