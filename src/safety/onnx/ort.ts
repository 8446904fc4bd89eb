import type {FlatTable} from '../../formats/flatbuffer/flatbuffer.ts'
import {AibomError} from '../../lib/errors.ts'
import {headerLayout} from '../../rules/header-layout.ts'
import {LimitReached} from '../budget.ts'
import {flatBufferOf} from '../flatbuffer.ts'
import type {FormatReader} from '../reader.ts'
import {OrtJudge} from './ort-graph.ts'

const limitBytes = 1024 * 1024 * 1024
/** The end of a flatbuffer is aligned. */
const paddingBytes = 32
/** InferenceSession and Model: their fields by number. */
const session = {version: 0, model: 1, resolver: 3} as const
const model = {irVersion: 0, opsets: 1, graph: 7, metadata: 9} as const
const texts = [
  [2, 'producer_name'] as const,
  [3, 'producer_version'] as const,
  [4, 'domain'] as const,
  [6, 'doc_string'] as const,
  [8, 'graph_name'] as const,
]

/** A model of ONNX as ONNX Runtime writes it for itself: the same graph as a flatbuffer. */
export const ort: FormatReader = {
  format: 'ort',
  matches: ({head}) => (Buffer.from(head.subarray(4, 8)).toString('latin1') === 'ORTM' ? 'certain' : undefined),
  read(file) {
    if (file.byteLength > limitBytes) throw new LimitReached(`more than ${limitBytes} bytes of a model of ONNX Runtime`)
    const bytes = file.bytes.read(0n, file.byteLength)
    const buffer = flatBufferOf(file, bytes)
    const judge = new OrtJudge(file)
    try {
      readSession(judge, buffer.root())
    } catch (error) {
      if (!(error instanceof AibomError) || error.code === 'AIBOM_FLATBUFFER_CUT') throw error
      file.find(headerLayout, error.message)
      return
    }
    const rest = bytes.subarray(buffer.end)
    const isPadding = rest.length <= paddingBytes && rest.every(byte => byte === 0)
    file.cover(0, isPadding ? file.byteLength : buffer.end)
  },
}

function readSession(judge: OrtJudge, root: FlatTable): void {
  judge.fields(root, 4, 'the session')
  judge.fact('ort_version', root.text(session.version))
  const own = root.table(session.model)
  if (own === undefined) judge.broken('it has no model')
  else readModel(judge, own)
  const resolver = root.table(session.resolver)
  for (const entry of resolver?.tables(0) ?? []) {
    entry.text(0)
    for (const kernel of entry.tables(1)) {
      kernel.text(0)
      kernel.tables(1)
    }
  }
}

function readModel(judge: OrtJudge, own: FlatTable): void {
  judge.fields(own, 10, 'the model')
  judge.fact('ir_version', Number(own.u64(model.irVersion)))
  for (const [field, fact] of texts) judge.fact(fact, own.text(field))
  const opsets = own.tables(model.opsets).map(set => [set.text(0) ?? '', Number(set.u64(1))] as const)
  judge.fact('opset', Object.fromEntries(opsets))
  judge.imports(opsets.map(([domain]) => domain))
  for (const entry of own.tables(model.metadata)) judge.fact(entry.text(0) ?? '', entry.text(1) ?? '')
  const graph = own.table(model.graph)
  if (graph === undefined) judge.broken('its model has no graph')
  else judge.graph(graph)
  judge.fact('parameters', judge.parameters)
  judge.fact('node_count', judge.nodes)
}
