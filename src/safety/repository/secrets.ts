import {redactTokens} from '../../lib/redact/tokens.ts'
import {secretInside} from '../../rules/secret-inside.ts'
import type {RepositoryView} from './view.ts'

/** Texts that people publish with a model. Vocabularies are larger. */
const textName = /\.(?:json|ya?ml|txt|md|jinja|cfg|ini|toml|py)$|(?:^|\/)(?:MLmodel|\.env)$/i
const limitBytes = 2 * 1024 * 1024

/** Tokens and private keys in the texts of a model: where they stand, never what they are. */
export async function examineSecrets(view: RepositoryView): Promise<void> {
  for (const path of [...view.files.keys()].filter(file => textName.test(file)).sort()) {
    if ((view.byteLengths.get(path) ?? 0) > limitBytes) continue
    const text = await view.text(path)
    if (text === undefined) continue
    const redacted = redactTokens(text)
    if (redacted === text) continue
    const lines = redacted.split('\n')
    const line = text.split('\n').findIndex((each, index) => each !== lines[index]) + 1
    view.find(path, secretInside, `line ${line} holds a key or a token`, {evidence: `line ${line}`})
  }
}
