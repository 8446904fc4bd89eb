import {AibomError} from '../../lib/errors.ts'
import {parseStrictJson} from '../../lib/parse/strict-json.ts'
import {configUnread} from '../../rules/config-unread.ts'
import {judgeKeras} from '../keras/judge-keras.ts'
import {coverFields, knowsAll, type Message, messageOf} from '../message.ts'
import type {Examination, FormatReader} from '../reader.ts'

const metadataName = /(?:^|\/)keras_metadata\.pb$/
const fingerprintName = /(?:^|\/)fingerprint\.pb$/
const nodeFields: ReadonlySet<number> = new Set([2, 3, 4, 5, 6])
const fingerprintFields: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7])

/** What Keras keeps beside a saved model: the configuration of each layer, as JSON. */
export const kerasMetadata: FormatReader = {
  format: 'keras-metadata',
  matches: ({name, head}) => (metadataName.test(name) && head[0] === 0x0a ? 'certain' : undefined),
  read(file) {
    const root = messageOf(file.bytes, file.budget)
    const nodes = root?.messages(1) ?? []
    if (root === undefined || !nodes.every(node => knowsAll(node, nodeFields))) return
    for (const node of nodes) judgeNode(file, node)
    coverFields(file, new Set([1]))
  },
}

function judgeNode(file: Examination, node: Message): void {
  const member = node.text(3)
  const text = node.text(5)
  if (text === undefined || text === '') return
  try {
    const {value, duplicates} = parseStrictJson(text, {pythonNumbers: true})
    if (duplicates.length > 0)
      file.find(configUnread, `${JSON.stringify(String(duplicates[0]))} stands there twice`, {member})
    judgeKeras(file, value)
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    file.find(configUnread, `the configuration cannot be read: ${error.message}`, {member})
  }
}

/** Sums over the parts of a saved model. */
export const tensorflowFingerprint: FormatReader = {
  format: 'tensorflow-fingerprint',
  matches: ({name, byteLength}) => (fingerprintName.test(name) && byteLength < 4096 ? 'certain' : undefined),
  read: file => coverFields(file, fingerprintFields),
}
