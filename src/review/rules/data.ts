import type {Rows} from './row.ts'

/** Data sets. */
export const dataRules = {
  'data-unknown': [
    'AIB350',
    'medium',
    'The training data is not named',
    'Copyright, privacy and bias depend on the data, so you cannot assess them.',
    'Ask which data the model was trained on, or for the public summary of Article 53(1)(d) of the EU AI Act.',
  ],
  'dataset-missing': [
    'AIB351',
    'high',
    'A data set in the BOM cannot be found',
    'A data set that does not exist cannot have been used as stated.',
    'Ask where the data set is, and what it is called.',
  ],
  'dataset-licence-missing': [
    'AIB352',
    'medium',
    'A data set has no license',
    'Without a license nobody may use it, and models trained on it may face legal claims.',
    'Ask under which terms the data was used.',
  ],
  'data-sensitive': [
    'AIB353',
    'medium',
    'Sensitive data is classified as public, or denied',
    'The BOM lists personal or confidential content, but also says that the data is public or that no such data is used.',
    'Ask which of the two is right, and on which legal basis the data was used.',
  ],
} as const satisfies Rows
