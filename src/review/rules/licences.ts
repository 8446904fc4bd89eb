import type {Rows} from './row.ts'

/** What may be done with it. */
export const licenceRules = {
  'licence-missing': [
    'AIB330',
    'high',
    'No license is given',
    'Without a license, only the owner may use it.',
    'Ask for the license in writing.',
  ],
  'licence-unclear': [
    'AIB331',
    'medium',
    'The license terms are missing',
    '“Other” or “custom” refers to terms that the BOM does not contain, so you cannot tell what is allowed.',
    'Ask for the license text.',
  ],
  'licence-conflict': [
    'AIB332',
    'high',
    'The license conflicts with that of the original work',
    'A derived work cannot grant more rights than the original, so the vendor may not be able to grant these.',
    'Ask the vendor what the wider license is based on, and involve your legal team.',
  ],
  'licence-no-commerce': [
    'AIB333',
    'high',
    'Commercial use is not allowed',
    'Its license, or the license of a work it is derived from, forbids commercial use.',
    'Do not use it commercially without a separate license.',
  ],
  'licence-conditions': [
    'AIB334',
    'info',
    'The license restricts how you may use it',
    'The restrictions bind you and everyone you pass it on to.',
    'Compare your purpose with the list of restrictions, and pass the restrictions on.',
  ],
  'licence-no-derivatives': [
    'AIB335',
    'high',
    'The license of the original work forbids modified versions',
    'A fine-tuned or converted model is a modified version.',
    'Ask the vendor for proof of permission.',
  ],
  'licence-in-doubt': [
    'AIB336',
    'medium',
    'Two licenses contradict each other',
    'You cannot tell which one applies, so follow the stricter one.',
    'Ask the vendor to confirm in writing which license applies.',
  ],
  'licence-expired': [
    'AIB337',
    'high',
    'The license has expired',
    'You may no longer do what it allowed.',
    'Ask for a current license.',
  ],
} as const satisfies Rows
