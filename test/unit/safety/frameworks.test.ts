import {describe, expect, it} from 'vitest'
import {answer} from '../../support/examined.ts'
import {number, part} from '../../support/messages.ts'
import {bytes, runsCommand, stateDict, tensor} from '../../support/pickles.ts'
import {concat, utf8} from '../../support/weights.ts'
import {zip} from '../../support/zips.ts'

const spacy = (more: string) => `[nlp]\nlang = "en"\npipeline = ["ner"]\n\n[components.ner]\nfactory = "ner"\n\n${more}`

describe('the configuration of a pipeline of spaCy', () => {
  it.each([
    ['[components.ner.model]\n@architectures = "spacy.TransitionBasedParser.v2"\n', 'safe', ''],
    ['[training.optimizer]\n@optimizers = "Adam.v1"\n', 'safe', ''],
    ['[components.x]\nfactory = "acme_entities"\n', 'unknown', 'acme_entities'],
    ['[nlp.before_creation]\n@callbacks = "acme.start.v1"\n', 'unknown', 'acme.start.v1'],
    ['[nlp.before_creation]\n@callbacks : "acme.start.v1"\n', 'unknown', 'acme.start.v1'],
    ['# a\r[nlp.before_creation]\r@callbacks = "acme.start.v1"\r', 'unknown', 'acme.start.v1'],
    ['[nlp]\nbefore_creation = {"@callbacks": "acme.start.v1"}\n', 'unknown', 'acme.start.v1'],
    ['[nlp]\nbefore_creation = {"@callbacks":\n  "acme.start.v1"}\n', 'unknown', 'acme.start.v1'],
    ['[nlp]\nbefore_creation = {"@callbacks": ${paths.x}}\n', 'unknown', 'before_creation'],
    ['[components.ner.template]\n@misc = "spacy.FileReader.v1"\npath = "/etc/passwd"\n', 'unsafe', '/etc/passwd'],
    ['[components.ner.template]\n@misc = "spacy.FileReader.v1"\npath = "a.txt"\n', 'safe', ''],
    ['[initialize.labels]\n@readers = "spacy.read_labels.v1"\npath = "/home/me/labels.json"\n', 'safe', ''],
    ['[corpora.train]\n@readers = "spacy.Corpus.v1"\npath = "/home/me/train.spacy"\n', 'safe', ''],
  ])('%j is %s', async (more, verdict, name) => {
    const given = await answer(utf8(spacy(more)), 'config.cfg')
    expect(given.verdict).toBe(verdict)
    expect(given.named).toContain(name)
  })

  it('says nothing of settings of other programs', async () => {
    expect((await answer(utf8('[tool]\n@x = "acme.v1"\n'), 'config.cfg')).rules).toEqual(['AIB100'])
  })
})

/** A map of one name, as msgpack. */
const map = (name: string, ...value: readonly (string | Uint8Array)[]) =>
  concat(new Uint8Array([0x81, 0xa0 | name.length]), utf8(name), bytes(...value))
const binary = (content: Uint8Array) =>
  concat(new Uint8Array([0xc5, content.length >> 8, content.length & 0xff]), content)
const torch = (program: Uint8Array) =>
  zip([
    {name: 'm/data.pkl', content: program},
    {name: 'm/data/0', content: new Uint8Array(16)},
  ])

describe('the data of a pipeline of spaCy', () => {
  it.each([
    ['a table', map('prefix_search', '\xa2^a'), 'tokenizer', 'safe', ''],
    ['an empty table', bytes('\x80'), 'vocab/lookups.bin', 'safe', ''],
    ['a model', map('shims', '\x91', binary(torch(stateDict({w: tensor('0', 4, [2, 2])})))), 'ner/model', 'safe', ''],
    ['a model that acts', map('shims', '\x91', binary(torch(runsCommand))), 'ner/model', 'unsafe', 'os.system'],
    ['a pickle that acts', map('attrs', '\x91', binary(runsCommand)), 'ner/model', 'unsafe', 'os.system'],
    ['numbers that look like a pickle', map('data', binary(runsCommand)), 'ner/model', 'safe', ''],
    ['a zip among numbers', map('data', binary(torch(runsCommand))), 'ner/model', 'unsafe', 'os.system'],
    ['a value of another kind', map('attrs', '\xd4\x2a\0'), 'ner/model', 'unknown', ''],
    ['a table and more', bytes(map('a', '\xa1b'), 'more'), 'tokenizer', 'unknown', ''],
  ])('%s', async (_what, content, path, verdict, name) => {
    const given = await answer(content, path)
    expect(given.verdict).toBe(verdict)
    expect(given.named).toContain(name)
  })
})

const float = (field: number) => bytes(new Uint8Array([(field << 3) | 5]), '\0\0\x80\x3f')
const piece = (text: string) => part(1, part(1, text), float(2), number(3, 1))
const vocabulary = concat(piece('<unk>'), piece('\u2581the'), part(2, number(1, 7)), part(3, part(1, 'nmt_nfkc')))

describe('a vocabulary', () => {
  it.each([
    ['of SentencePiece', vocabulary, 'tokenizer.model', 'safe', 'sentencepiece'],
    ['of SentencePiece and a pickle', concat(vocabulary, runsCommand), 'tokenizer.model', 'unsafe', ''],
    ['of SentencePiece with a field of its own', concat(vocabulary, part(9, 'x')), 'tokenizer.model', 'unknown', ''],
    ['of tiktoken', utf8('IQ== 0\nIg== 1\nIHRoZQ== 2'), 'tokenizer.model', 'safe', 'tiktoken'],
    ['of tiktoken, with lines of Windows', utf8('IQ== 0\r\nIg== 1\r\n'), 'qwen.tiktoken', 'safe', 'tiktoken'],
    ['of tiktoken and a pickle', bytes('IQ== 0\n', runsCommand), 'tokenizer.model', 'unsafe', ''],
  ])('%s', async (_what, content, path, verdict) => {
    expect((await answer(content, path)).verdict).toBe(verdict)
  })
})

describe('a stage of a pipeline of Spark', () => {
  it.each([
    ['org.apache.spark.ml.classification.LogisticRegressionModel', 'safe'],
    ['pyspark.ml.pipeline.PipelineModel', 'safe'],
    ['com.acme.ml.Transformer', 'unknown'],
    ['org.apache.spark.mllibx.Transformer', 'unknown'],
  ])('%s is %s', async (name, verdict) => {
    const stage = {class: name, timestamp: 1, sparkVersion: '3.5.0', uid: 'a', paramMap: {}}
    expect((await answer(utf8(JSON.stringify(stage)), 'metadata/part-00000')).verdict).toBe(verdict)
  })
})

describe('settings of a server of models', () => {
  it.each([
    ['bentofile.yaml', 'service: "service:svc"\n', 'unknown', 'service.py'],
    ['cog.yaml', 'predict: "./predict.py:Predictor"\n', 'unknown', 'predict.py'],
    ['cog.yaml', 'build:\n  gpu: true\n', 'safe', ''],
    ['other.yaml', 'service: "service:svc"\n', 'safe', ''],
    ['config.pbtxt', 'name: "m"\nbackend: "onnxruntime"\nmax_batch_size: 8\n', 'safe', ''],
    ['config.pbtxt', 'platform: "onnxruntime_onnx"\ninput [ { name: "x" dims: [ 4 ] } ]\n', 'safe', ''],
    ['config.pbtxt', 'backend: "acme"\n', 'unknown', 'acme'],
    ['config.pbtxt', 'default_model_filename: "../../x.onnx"\n', 'unsafe', '../../x.onnx'],
    ['config.pbtxt', 'surprise: "x"\n', 'unknown', 'surprise'],
  ])('%s %j is %s', async (path, text, verdict, name) => {
    const given = await answer(utf8(text), path)
    expect(given.verdict).toBe(verdict)
    expect(given.named).toContain(name)
  })
})

describe('a program of XLA in a saved model', () => {
  const model = (program: string) => {
    const attribute = part(5, part(1, 'module'), part(2, part(2, program)))
    const graph = part(2, part(1, part(1, 'x'), part(2, 'XlaCallModule'), attribute))
    return concat(number(1, 1), part(2, part(1, part(4, 'serve')), graph))
  }

  it.each([
    ['ML\u00efR add_v1\0', 'safe'],
    ['ML\u00efR custom_call_v1\0', 'unknown'],
  ])('%j is %s', async (program, verdict) => {
    expect((await answer(model(program), 'saved_model.pb')).verdict).toBe(verdict)
  })
})
