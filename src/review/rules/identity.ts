import type {Rows} from './row.ts'

/** Which model it is: versions, names, addresses, makers and formats. */
export const identityRules = {
  'not-pinned': [
    'AIB320',
    'high',
    'The version can change',
    'A branch or “latest” can point to different files tomorrow, so nothing in this BOM is tied to what you run.',
    'Ask for a commit or an exact version.',
  ],
  'weights-without-digest': [
    'AIB321',
    'high',
    'The weights have no digest',
    'You cannot check whether the files you receive are the ones described.',
    'Ask for the SHA-256 of each weight file.',
  ],
  'digest-weak': [
    'AIB322',
    'medium',
    'Only weak digests are given',
    'Anyone can make two files with the same MD5 or SHA-1, so it does not prove which file you have.',
    'Ask for SHA-256.',
  ],
  'format-runs-code': [
    'AIB323',
    'high',
    'The weights are in a format that can run code',
    'Loading a pickle runs the code in it, with the permissions of your program.',
    'Ask for safetensors or GGUF. Check the file with `aibom inspect` before you load it.',
  ],
  'code-in-model': [
    'AIB324',
    'high',
    'The model comes with its own code',
    'Loading it runs that code (`trust_remote_code`). The digests and license of the weights do not cover it.',
    'Review the code and pin it by digest, or ask for a model that needs no code.',
  ],
  'maker-differs': [
    'AIB388',
    'medium',
    'A model is attributed to another maker',
    'The terms, the limits and the data protection of a hosted model are those of the company that made and runs it.',
    'Ask who made the model, and through whom it is reached.',
  ],
  'look-alike': [
    'AIB325',
    'high',
    'A name resembles a well-known one',
    'Attackers publish models, packages and addresses whose names differ from a well-known one by a letter.',
    'Compare the name with the one on the publisher’s own page, letter by letter.',
  ],
  'maker-unknown': [
    'AIB326',
    'medium',
    'No manufacturer or supplier is named',
    'There is nobody to ask, and nobody is accountable for it.',
    'Ask who made it and who supplies it.',
  ],
  'version-missing': [
    'AIB327',
    'medium',
    'No version is given',
    'You cannot tell which version the BOM describes.',
    'Ask for a commit or an exact version.',
  ],
  'address-differs': [
    'AIB328',
    'medium',
    'An address points elsewhere',
    'The page or files at this address belong to another model, to another version of it, or do not exist.',
    'Ask the vendor for the right address.',
  ],
  'address-cleartext': [
    'AIB329',
    'medium',
    'Files are downloaded without encryption',
    'Anyone on the network path can replace them.',
    'Ask for an HTTPS address, and check the digests.',
  ],
} as const satisfies Rows
