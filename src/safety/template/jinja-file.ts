import type {FormatReader} from '../reader.ts'
import {judgeTemplate} from './judge-template.ts'

const limitBytes = 4 * 1024 * 1024
const nameOfTemplate = /\.(?:jinja2?|j2)$/i
/** Templates of program code and of settings, which are no prompts. */
const nameOfCode = /\.(?:py|pyi|cu|cuh|c|cc|cpp|h|hpp|js|ts|rs|go|java|sh|sql|ya?ml|toml|html?|css|conf)\.\w+$/i
/** Whatever lies here is loaded as a chat template. */
const folder = /(?:^|\/)additional_chat_templates\/[^/]+$/

/** A chat template in a file of its own. */
export const jinjaFile: FormatReader = {
  format: 'chat-template',
  matches: ({name, byteLength}) => (isPrompt(name) && byteLength <= limitBytes ? 'likely' : undefined),
  read(file) {
    const text = new TextDecoder('utf-8', {fatal: false}).decode(file.bytes.read(0n, file.byteLength))
    file.cover(0, file.byteLength)
    judgeTemplate(file, file.name.slice(file.name.lastIndexOf('/') + 1), text)
  },
}

function isPrompt(name: string): boolean {
  return nameOfTemplate.test(name) && (folder.test(name) || !nameOfCode.test(name))
}
