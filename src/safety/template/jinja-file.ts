import type {FormatReader} from '../reader.ts'
import {judgeTemplate} from './judge-template.ts'

const limitBytes = 4 * 1024 * 1024
const nameOfTemplate = /\.(?:jinja2?|j2)$/i

/** A chat template in a file of its own. */
export const jinjaFile: FormatReader = {
  format: 'chat-template',
  matches: ({name, byteLength}) => (nameOfTemplate.test(name) && byteLength <= limitBytes ? 'likely' : undefined),
  read(file) {
    const text = new TextDecoder('utf-8', {fatal: false}).decode(file.bytes.read(0n, file.byteLength))
    file.cover(0, file.byteLength)
    judgeTemplate(file, file.name.slice(file.name.lastIndexOf('/') + 1), text)
  },
}
