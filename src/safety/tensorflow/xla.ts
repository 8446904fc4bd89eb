import {needsCode} from '../../rules/needs-code.ts'
import type {Message} from '../message.ts'
import type {Examination} from '../reader.ts'

/** A program without its weights; they are inputs of the node. */
const limitBytes = 64 * 1024 * 1024
/** The only operation of StableHLO that leaves it, by its name in the list of texts of the module. */
const leaves = 'custom_call'

/** A program of XLA inside a node: it computes, but for what it asks of the program that loads it. */
export function judgeXla(file: Examination, nodes: readonly Message[]): void {
  for (const node of nodes) {
    if (node.text(2) !== 'XlaCallModule') continue
    const module = node.messages(5).find(each => each.text(1) === 'module')
    for (const bytes of module?.messages(2).flatMap(value => value.payloads(2, limitBytes)) ?? []) {
      if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(leaves)) continue
      const message = `the module of XLA in ${JSON.stringify(node.text(1))} calls routines of the program that loads it`
      file.find(needsCode, message, {member: node.text(1), evidence: leaves})
      return
    }
  }
}
