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
    text: 'What is the SHA-256 of each of these files?',
    rules: [
      'digest-length',
      'digest-hollow',
      'digest-conflict',
      'digest-weak',
      'digest-differs',
      'weights-without-digest',
    ],
  },
  {key: 'signature', text: 'Can you send the BOM again with a valid signature?', rules: ['signature-invalid']},
  {
    key: 'unsafe',
    text: 'Why is this file unsafe to load, and can you deliver one that is safe?',
    rules: ['file-unsafe'],
  },
  {
    key: 'files',
    text: 'Where are the missing files, and what are the unlisted files for?',
    rules: ['file-missing', 'file-not-stated', 'shard-missing'],
  },
  {
    key: 'format',
    text: 'Can you deliver the weights in a format that cannot contain code, such as safetensors or GGUF?',
    rules: ['format-runs-code'],
  },
  {
    key: 'code',
    text: 'What does the code that comes with the model do, and does the model run without it?',
    rules: ['code-in-model'],
  },
  {
    key: 'license',
    text: 'Under which license do we receive it? Please attach the license text.',
    rules: ['licence-missing', 'licence-unclear', 'licence-differs', 'licence-in-doubt'],
  },
  {
    key: 'license-origin',
    text: 'What gives you the right to grant this license, given the license of the original work?',
    rules: ['licence-conflict', 'licence-no-derivatives'],
  },
  {key: 'commercial', text: 'Can you grant us a license for commercial use?', rules: ['licence-no-commerce']},
  {key: 'license-end', text: 'Which license currently applies?', rules: ['licence-expired']},
  {key: 'use-end', text: 'Until when may it be used, and which release replaces it?', rules: ['use-ended']},
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
  {key: 'maker', text: 'Who made it, and who supplies it?', rules: ['maker-unknown', 'maker-differs']},
  {key: 'publisher', text: 'Who publishes it, and where does the publisher confirm this?', rules: ['look-alike']},
  {
    key: 'address',
    text: 'Which one do you deliver: the one named, or the one at the address?',
    rules: ['address-differs', 'purl-wrong'],
  },
  {
    key: 'base',
    text: 'Which model and which commit is it based on?',
    rules: ['base-differs', 'base-in-doubt', 'base-unknown'],
  },
  {
    key: 'architecture',
    text: 'What are its architecture and its number of parameters?',
    rules: ['architecture-differs', 'architecture-in-doubt', 'parameters-differ', 'size-in-doubt'],
  },
  {
    key: 'quantization',
    text: 'How many bits does each weight use, and in which format?',
    rules: ['quantization-in-doubt'],
  },
  {
    key: 'settings',
    text: 'What are its context length, its task, its languages and the sizes of its layers?',
    rules: ['setting-differs'],
  },
  {key: 'where', text: 'Where is the model, what is it called, and which revision is used?', rules: ['model-missing']},
  {
    key: 'data',
    text: 'Which data was the model trained on (name and version), and where can we find it?',
    rules: ['data-unknown', 'data-differs', 'dataset-missing'],
  },
  {key: 'data-terms', text: 'Under which terms was the data used?', rules: ['dataset-licence-missing']},
  {
    key: 'data-sensitive',
    text: 'Which of the data is personal or confidential, and on which legal basis was it used?',
    rules: ['data-sensitive'],
  },
  {
    key: 'card',
    text: 'What is the model intended for, what are its limits, and how was it trained and evaluated?',
    rules: ['card-hollow', 'card-copied'],
  },
  {
    key: 'values',
    text: 'What are the values of these fields? If a value is unknown, please say so.',
    rules: ['value-hollow'],
  },
  {
    key: 'measures',
    text: 'Can you send the evaluation report?',
    rules: ['measure-wrong', 'measure-differs', 'measure-unplaced'],
  },
  {key: 'evidence', text: 'Can you send current evidence for the claim?', rules: ['evidence-expired']},
  {key: 'complete', text: 'What is missing from the parts that the BOM calls complete?', rules: ['complete-claimed']},
  {
    key: 'references',
    text: 'What do these references point to, and which way do the dependencies go?',
    rules: ['reference-dangling', 'reference-doubled', 'reference-cycle'],
  },
  {
    key: 'dates',
    text: 'When was the BOM written, and when was the model released?',
    rules: ['date-future', 'date-impossible', 'bom-outdated'],
  },
  {
    key: 'bom',
    text: 'Who wrote the BOM, when, for which product, and in which lifecycle phase?',
    rules: ['bom-unattributed', 'lifecycle-in-doubt'],
  },
  {
    key: 'valid',
    text: 'Can you send a BOM that is valid against its schema, with the right type for each component?',
    rules: ['bom-not-valid', 'type-wrong'],
  },
  {
    key: 'encrypted',
    text: 'Is there an encrypted (HTTPS) address?',
    rules: ['service-cleartext', 'address-cleartext'],
  },
  {key: 'callers', text: 'How does the service authenticate its callers?', rules: ['service-open']},
  {key: 'host', text: 'What is the name of the host, and who runs it?', rules: ['service-bare-address']},
  {
    key: 'sensitive',
    text: 'How is the sensitive data protected, and can we sign a data processing agreement?',
    rules: ['service-sensitive'],
  },
  {
    key: 'flows',
    text: 'Which data does the service receive and return, where is it stored, and who runs the service?',
    rules: ['service-unknown', 'service-boundary', 'service-elsewhere', 'service-region'],
  },
  {
    key: 'undeclared',
    text: 'What are these models, services and servers used for, and what is sent to them?',
    rules: ['use-undeclared'],
  },
  {key: 'agent', text: 'Why does the agent need these permissions?', rules: ['agent-wide']},
  {
    key: 'powers',
    text: 'What can the agent do: which tools, files and networks can it use, and who approves its actions?',
    rules: ['agent-undisclosed'],
  },
  {key: 'secret', text: 'Has the key exposed in the BOM been replaced?', rules: ['secret-exposed']},
  {
    key: 'vulnerabilities',
    text: 'Are these vulnerabilities fixed? If not, why do they not affect us?',
    rules: ['vulnerability-open', 'vulnerability-unproven'],
  },
]

const byRule = new Map(table.flatMap(row => row.rules.map((rule): [string, Row] => [rule, row])))

/** @param name of a finding's rule; undefined where the vendor cannot settle it better than anybody */
export function questionOn(name: string): Row | undefined {
  return byRule.get(name)
}
