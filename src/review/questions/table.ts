import type {ReviewRuleName} from '../rules.ts'

/** One thing to ask a vendor, and the findings that lead to it. */
interface Row {
  /** part of the reference of the question: never changed */
  readonly key: string
  readonly text: string
  readonly rules: readonly ReviewRuleName[]
}

/** What only the vendor can settle; findings that a buyer can settle lead to no question. */
const table: readonly Row[] = [
  {
    key: 'digests',
    text: 'What is the SHA-256 of each of these files, computed from its bytes?',
    rules: [
      'digest-length',
      'digest-hollow',
      'digest-conflict',
      'digest-weak',
      'digest-differs',
      'weights-without-digest',
    ],
  },
  {key: 'signature', text: 'Can you send the BOM again, with a signature that is valid?', rules: ['signature-invalid']},
  {
    key: 'unsafe',
    text: 'Why does this file act when it is loaded, and can you deliver one that does not?',
    rules: ['file-unsafe'],
  },
  {
    key: 'files',
    text: 'Where are these files, and what are those for that the BOM does not list?',
    rules: ['file-missing', 'file-not-stated', 'shard-missing'],
  },
  {
    key: 'format',
    text: 'Can you deliver the weights in a format that holds no code, such as safetensors or GGUF?',
    rules: ['format-runs-code'],
  },
  {
    key: 'code',
    text: 'What does the code that comes with the model do, and does the model run without it?',
    rules: ['code-in-model'],
  },
  {
    key: 'license',
    text: 'Under which license do we get it? Please attach its text.',
    rules: ['licence-missing', 'licence-unclear', 'licence-differs', 'licence-in-doubt'],
  },
  {
    key: 'license-origin',
    text: 'What gives you the right to this license, given that of its origin?',
    rules: ['licence-conflict', 'licence-no-derivatives'],
  },
  {key: 'commercial', text: 'Can you give us a license for commercial use?', rules: ['licence-no-commerce']},
  {key: 'license-end', text: 'Under which license that is in force do we get it?', rules: ['licence-expired']},
  {
    key: 'version',
    text: 'Which commit or exact version is it?',
    rules: ['not-pinned', 'version-missing', 'version-differs'],
  },
  {
    key: 'little',
    text: 'Who made the model, which version is it, under which license, and what are the SHA-256 digests of its files?',
    rules: ['little-stated'],
  },
  {
    key: 'ai',
    text: 'Which models, data sets, AI services and agents are in the product, or does it use none?',
    rules: ['ai-not-listed'],
  },
  {key: 'maker', text: 'Who made it, and who supplies it?', rules: ['maker-unknown']},
  {key: 'publisher', text: 'Who publishes it, and where does the publisher say so?', rules: ['look-alike']},
  {
    key: 'address',
    text: 'Which one do you deliver: what is named, or what the address leads to?',
    rules: ['address-differs', 'purl-wrong'],
  },
  {
    key: 'base',
    text: 'Which model, at which commit, was it built from?',
    rules: ['base-differs', 'base-in-doubt', 'base-unknown'],
  },
  {
    key: 'architecture',
    text: 'What are its architecture and its number of parameters?',
    rules: ['architecture-differs', 'architecture-in-doubt', 'parameters-differ', 'size-in-doubt'],
  },
  {
    key: 'quantization',
    text: 'How many bits has a weight, and in which format?',
    rules: ['quantization-in-doubt'],
  },
  {key: 'where', text: 'Where is the model, by which name and at which revision?', rules: ['model-missing']},
  {
    key: 'data',
    text: 'Which data was the model trained on, by name and version, and where can it be looked up?',
    rules: ['data-unknown', 'data-differs', 'dataset-missing'],
  },
  {key: 'data-terms', text: 'Under which terms was the data used?', rules: ['dataset-licence-missing']},
  {
    key: 'data-sensitive',
    text: 'Which of the data is personal or secret, and on which legal basis was it used?',
    rules: ['data-sensitive'],
  },
  {
    key: 'card',
    text: 'What is the model for, what are its limits, how was it trained, and how was it measured?',
    rules: ['card-hollow', 'card-copied'],
  },
  {
    key: 'values',
    text: 'What are the values of these fields? Where one is not known, please say so.',
    rules: ['value-hollow'],
  },
  {key: 'measures', text: 'Can you send the report of the evaluation?', rules: ['measure-wrong']},
  {key: 'complete', text: 'What is missing from what the BOM calls complete?', rules: ['complete-claimed']},
  {
    key: 'references',
    text: 'What do these references lead to, and which way round are the dependencies?',
    rules: ['reference-dangling', 'reference-doubled', 'reference-cycle'],
  },
  {
    key: 'dates',
    text: 'When was the BOM made, and when was the model released?',
    rules: ['date-future', 'date-impossible', 'bom-outdated'],
  },
  {
    key: 'bom',
    text: 'Who made the BOM, when, of what, and in which phase of its life?',
    rules: ['bom-unattributed', 'lifecycle-in-doubt'],
  },
  {key: 'valid', text: 'Can you send a BOM that is valid by the schema of its version?', rules: ['bom-not-valid']},
  {
    key: 'encrypted',
    text: 'Is there an address that is encrypted (HTTPS)?',
    rules: ['service-cleartext', 'address-cleartext'],
  },
  {key: 'callers', text: 'How does the service tell who calls it?', rules: ['service-open']},
  {key: 'host', text: 'What is the name of the host, and who runs it?', rules: ['service-bare-address']},
  {
    key: 'sensitive',
    text: 'How is the sensitive data protected, and can we have an agreement on its processing?',
    rules: ['service-sensitive'],
  },
  {
    key: 'flows',
    text: 'Which data goes in and out of the service, where is it kept, and who runs it?',
    rules: ['service-unknown', 'service-boundary', 'service-elsewhere'],
  },
  {key: 'agent', text: 'What does the agent need these permissions for?', rules: ['agent-wide']},
  {
    key: 'powers',
    text: 'What may the agent do: which tools, which files, which networks, and who approves?',
    rules: ['agent-undisclosed'],
  },
  {key: 'secret', text: 'Was the key that stands in the BOM replaced?', rules: ['secret-exposed']},
  {
    key: 'vulnerabilities',
    text: 'Are these vulnerabilities fixed, or why do they not concern us?',
    rules: ['vulnerability-open', 'vulnerability-unproven'],
  },
]

const byRule = new Map(table.flatMap(row => row.rules.map((rule): [string, Row] => [rule, row])))

/** @param name of a finding's rule; undefined where the vendor cannot settle it better than anybody */
export function questionOn(name: string): Row | undefined {
  return byRule.get(name)
}
