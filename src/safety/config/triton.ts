import {readProtobufText} from '../../formats/protobuf-text.ts'
import {configUnread} from '../../rules/config-unread.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {pathOutside} from '../../rules/path-outside.ts'
import {LimitReached} from '../budget.ts'
import {leadsOut} from '../paths.ts'
import type {Examination, FormatReader} from '../reader.ts'

const limitBytes = 4 * 1024 * 1024
/** Fields of ModelConfig. */
const fields: ReadonlySet<string> = new Set(
  (
    'name platform runtime backend version_policy max_batch_size input output batch_input batch_output optimization dynamic_batching sequence_batching ensemble_scheduling ' +
    'instance_group default_model_filename cc_model_filenames metric_tags parameters model_warmup model_operations model_transaction_policy model_repository_agents ' +
    'response_cache model_metrics'
  ).split(' '),
)
/** What Triton itself brings; any other backend is a library that may stand beside the model. */
const ownBackend =
  /^(?:onnxruntime(?:_onnx)?|pytorch(?:_libtorch)?|tensorflow(?:_graphdef|_savedmodel)?|tensorrt(?:_plan|llm)?|openvino|python|dali|fil|ensemble|vllm)$/
const pathField = /^(?:default_model_filename|runtime)$/

/** Settings of a model for Triton: which backend opens which file. */
export const triton: FormatReader = {
  format: 'triton',
  matches: ({name, head}) =>
    /(?:^|\/)config\.pbtxt$/.test(name) &&
    /^[ \t]{0,80}\w{1,80}[ \t]{0,8}[:{[]/m.test(Buffer.from(head).toString('latin1'))
      ? 'likely'
      : undefined,
  read(file) {
    if (file.byteLength > limitBytes) throw new LimitReached(`more than ${limitBytes} bytes of settings`)
    let depth = 0
    for (const event of readProtobufText(Buffer.from(file.bytes.read(0n, file.byteLength)).toString('utf8'))) {
      file.budget.spend('items')
      if (event.kind === 'close') depth--
      else if (depth === 0)
        judgeField(file, event.name, event.kind === 'value' ? event.text?.toString('utf8') : undefined)
      if (event.kind === 'open') depth++
    }
    file.cover(0, file.byteLength)
  },
}

function judgeField(file: Examination, name: string, value: string | undefined): void {
  const place = {member: name, evidence: value ?? name}
  if (!fields.has(name))
    file.find(configUnread, `it has the field ${JSON.stringify(name)}, which Triton does not know`, place)
  if (value === undefined || value === '') return
  if (name === 'name' || name === 'platform' || name === 'backend') file.fact(name, value)
  if ((name === 'platform' || name === 'backend') && !ownBackend.test(value))
    file.find(needsCode, `the model is run by the backend ${JSON.stringify(value)}, which Triton does not bring`, place)
  if (pathField.test(name) && leadsOut(value))
    file.find(pathOutside, `${name} is ${JSON.stringify(value)}, outside the folder of the model`, place)
}
