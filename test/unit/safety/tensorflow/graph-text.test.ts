import {describe, expect, it} from 'vitest'
import {answer, examined} from '../../../support/examined.ts'
import {utf8} from '../../../support/weights.ts'

const node = (op: string, more = ''): string => `node { name: "n" op: "${op}" ${more} }\n`
const saved = (graph: string, more = ''): string =>
  `saved_model_schema_version: 1\nmeta_graphs {\n  meta_info_def { tags: "serve" tensorflow_version: "2.15.0" }\n  graph_def {\n${graph}  }\n${more}}\n`
const constant = (name: string, text: string): string =>
  `node { name: "${name}" op: "Const" attr { key: "value" value { tensor { dtype: DT_STRING string_val: "${text}" } } } }\n`
const restore = `node { name: "r" op: "RestoreV2" input: "where" input: "x" input: "y" }\n`

describe('a model of TensorFlow as text', () => {
  it('is read as the binary form is', async () => {
    expect(await examined(utf8(saved(node('MatMul') + node('SaveV2'))), 'saved_model.pbtxt')).toMatchObject({
      format: 'tensorflow-saved-model',
      verdict: 'safe',
      facts: {tags: ['serve'], tensorflow_version: '2.15.0', node_count: 2},
    })
    expect(await examined(utf8(`# made\n${node('MatMul')}versions { producer: 1 }\n`), 'g.pbtxt')).toMatchObject({
      format: 'tensorflow-graph',
      verdict: 'safe',
    })
    const state = 'model_checkpoint_path: "ck-1"\nall_model_checkpoint_paths: "ck-1"\n'
    expect((await answer(utf8(state), 'checkpoint')).verdict).toBe('safe')
  })

  it.each([
    ['reads a file', saved(node('ReadFile')), 'saved_model.pbtxt', 'unsafe', 'ReadFile'],
    ['reads a file, whatever it is called', saved(node('ReadFile')), 'model.bin', 'unsafe', 'ReadFile'],
    ['reads a table', saved(node('CSVDatasetV2')), 'saved_model.pbtxt', 'unsafe', 'CSVDatasetV2'],
    ['maps a data set', saved(node('TensorSliceDataset') + node('MapDataset')), 'saved_model.pbtxt', 'safe', ''],
    ['calls Python in a graph of its own', node('PyFunc'), 'g.pbtxt', 'unsafe', 'PyFunc'],
    ['spells it in escapes', node(String.raw`Py\106unc`), 'g.pbtxt', 'unsafe', 'PyFunc'],
    [
      'writes a file in a function',
      saved('library { function { signature { name: "f" } node_def { name: "w" op: "WriteFile" } } }\n'),
      'saved_model.pbtxt',
      'unsafe',
      'WriteFile',
    ],
    [
      'writes a file in a list of nodes',
      'node [{ name: "a" op: "Const" }, { name: "b" op: "WriteFile" }]\n',
      'g.pbtxt',
      'unsafe',
      'WriteFile',
    ],
    ['needs an operator of its own', node('Zork'), 'g.pbtxt', 'unknown', 'Zork'],
    ['restores from outside', saved(constant('where', '/etc/x') + restore), 'saved_model.pbtxt', 'unsafe', '/etc/x'],
    [
      'names an asset outside',
      saved(node('MatMul'), 'asset_file_def { filename: "../../x" }\n'),
      'saved_model.pbtxt',
      'unsafe',
      '../../x',
    ],
    ['is cut', saved(node('MatMul')).slice(0, -4), 'saved_model.pbtxt', 'unknown', 'cut'],
    ['has a field that no graph has', `${node('MatMul')}zork { a: 1 }\n`, 'g.pbtxt', 'unknown', 'zork'],
  ])('is not safe where it %s', async (_what, text, path, verdict, name) => {
    const given = await answer(utf8(text), path)
    expect(given.verdict).toBe(verdict)
    expect(given.named).toContain(name)
  })

  it('is no text that merely begins with such a word', async () => {
    expect((await examined(utf8('node: 20\nimage: x\n'), 'ci.yaml')).format).not.toBe('tensorflow-graph')
    expect((await examined(utf8('node {\n  color: red\n}\n'), 'style.txt')).verdict).not.toBe('unsafe')
  })
})
