import {isHubId} from '../../catalog/models/model-names.ts'
import {isArchitecture} from '../../catalog/models/model-shape.ts'
import type {Call, Naming, Value} from '../../code/module.ts'
import {type Context, type Place, placeOf} from '../../code/resolve/resolved.ts'
import {lastName} from '../../code/written-name.ts'
import type {AssetOf} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import {makeDataset, makeModel} from '../../inventory/make.ts'
import {withoutQuery} from '../../lib/text/without-query.ts'
import type {Finder} from './finder.ts'
import {dataAddress} from './names/data-address.ts'
import {addWeightsNamed} from './names/hub-urls.ts'
import {literals, optionNamings} from './names/literals.ts'
import {addNamedFile, holdsWeights} from './names/named-files.ts'
import {isOutput} from './names/output-name.ts'
import {snakeCase} from './names/snake-case.ts'

/** Import roots of programs that learn from data: in others a CSV file is no data set. */
export const learningRoots: ReadonlySet<string> = new Set(
  'torch torchvision torchtext torchaudio tensorflow keras sklearn transformers datasets jax flax lightning pytorch_lightning xgboost lightgbm catboost spacy fastai mxnet paddle nltk gensim statsmodels prophet mlflow sentence_transformers peft trl accelerate'.split(
    ' ',
  ),
)
/** Import roots of programs that run models which they load from files. */
const inferenceRoots: ReadonlySet<string> = new Set(
  'onnxruntime onnx insightface ultralytics timm diffusers openvino faster_whisper whisper llama_cpp ctranslate2 tflite_runtime mediapipe safetensors'.split(
    ' ',
  ),
)
const dataName = /(?:^|_)data(?:_?sets?)?(?:_(?:id|name|names|path|repo|type|set))*\d*$/i
const architectureName =
  /(?:^|_)(?:arch|architecture|backbone|encoder|encoder_name|model|model_name|model_type|net|network)$/i
/** Data sets that people call by one word. */
const famous = new Set(
  (
    'imagenet imagenet1k imagenet-1k tiny-imagenet cifar10 cifar100 cifar-10 cifar-100 mnist fashion-mnist fashion_mnist emnist kmnist svhn stl10 lsun celeba ffhq lfw coco coco2017 voc voc2012 cityscapes ade20k ' +
    'kitti nuscenes kinetics400 ucf101 librispeech ljspeech commonvoice vctk squad squad_v2 glue super_glue mrpc sst2 sst-2 mnli qnli cola imdb ag_news yelp_polarity dbpedia wikitext wikitext2 wikitext-2 wikitext103 ' +
    'ptb enwik8 text8 c4 openwebtext bookcorpus the_pile pile cnn_dailymail xsum samsum multi30k wmt14 wmt16 iwslt conll2003 ontonotes cora citeseer pubmed ppi reddit ogbn-arxiv ogbn-products qm9 zinc movielens ' +
    'ml-100k ml-1m criteo avazu gsm8k hellaswag mmlu truthfulqa arc humaneval mbpp alpaca dolly ultrachat sharegpt oasst1 bsds300 bsds500 set5 set14 div2k'
  ).split(' '),
)
const dataFile =
  /\.(?:csv|tsv|parquet|jsonl|arrow|feather|npz|tfrecords?|arff|libsvm|conllu?|h5|hdf5|csv\.gz|csv\.zip|jsonl\.gz)$/i
const archive = /\.(?:zip|tgz|tar|tar\.gz|tar\.bz2|tar\.xz|7z|gz|bz2)$/i
const looseFile = /\.(?:txt|json|xml)$/i

/** Modules that hold data, or measure something with it, whatever they import. */
const pathOfData = /(?:^|[-_/])(?:data(?:set)?s?|evals?|evaluations?|benchmarks?)(?:[-_./]|$)/i

/** Data sets and architectures that no call names: defaults of options, constants with a URL. */
export function addData(finder: Finder): void {
  if (finder.module.language !== 'python') return
  const roots = new Set(finder.module.imports.map(({target}) => target.module.split('.')[0] ?? ''))
  const isLearning = [...roots].some(root => learningRoots.has(root))
  const runsModels = [...roots].some(root => inferenceRoots.has(root))
  if (!isLearning && runsModels) addNamedFiles(finder)
  if (!isLearning) addStated(finder)
  if (!isLearning && !pathOfData.test(finder.module.path)) return
  for (const naming of [...finder.module.namings, ...optionNamings(finder.module)])
    addNaming(finder, naming, roots, isLearning)
  for (const {call, scope} of finder.module.calls) {
    for (const {value} of call.args) addUrl(finder, value, {module: finder.module, scope})
    if (isLearning) addPretrained(finder, call, {module: finder.module, scope})
  }
}

const statedName = /(?:^|_)(?:pretrained|checkpoint|ckpt|weights)(?:_|$)/i
const statedFile = /\.(?:pth|pt|ckpt|safetensors)$/i

const statedArchitecture = /(?:^|_)(?:arch|architecture|backbone|encoder)(?:_name)?$/i

/** Settings of a training in a module of their own, whatever that imports: weights and the network it begins with. */
function addStated(finder: Finder): void {
  for (const {name, value} of finder.module.namings) {
    if (value.kind !== 'text') continue
    const {text, line} = value
    const place = placeOf(finder.module, line)
    // `cfg.pretrained_weights = "/mnt/models/fold0.pth"`
    if (statedFile.test(text) && statedName.test(snakeCase(name)))
      addNamedFile(finder, name, {kind: 'text', text, place}, false)
    // `cfg.backbone = "tf_efficientnet_b5_ns"`
    if (isVariant(text) && statedArchitecture.test(snakeCase(name)) && !finder.isTaken(place, text))
      addArchitecture(finder, text, place, {symbol: name})
  }
}

/** Names with a size: `imagebind_huge`, `vit_b16`. */
const sizedName = /^[a-z][a-z\d]*(?:_[a-z\d]+)*(?:_(?:nano|tiny|small|base|medium|large|huge|giant)|\d[a-z]?)$/

/** `models.imagebind_huge(pretrained=True)`: a builder of a library that nobody listed, called like the model. */
function addPretrained(finder: Finder, call: Call, context: Context): void {
  const name = lastName(call.callee)
  const isPretrained = call.args.some(
    argument => argument.name === 'pretrained' && argument.value.kind === 'scalar' && argument.value.value === true,
  )
  if (!isPretrained || name.length > 100 || !sizedName.test(name) || finder.keysOf(call).length > 0) return
  const [callee] = finder.resolver.resolve(call.callee, context)
  if (callee?.kind !== 'symbol' || callee.module === '') return
  const place = placeOf(finder.module, call.line)
  finder.bag.add(makeModel(name, [finder.evidence(place, {rule: 'pretrained', confidence: 0.7, symbol: name})]))
}

/**
 * Files of weights by the names of constants and options, whole or behind an unknown folder: `os.path.join(folder,
 * "x.onnx")`.
 */
function addNamedFiles(finder: Finder): void {
  for (const {name, value, scope} of [...finder.module.namings, ...optionNamings(finder.module)]) {
    const context = {module: finder.module, scope}
    for (const {value: text, level} of literals(value, context, finder))
      if (level === undefined) addNamedFile(finder, name, text, false)
    if (value.kind === 'call')
      for (const one of finder.resolver.resolve(value, context))
        if (one.kind === 'partial') addNamedFile(finder, name, one, false)
  }
}

function addNaming(finder: Finder, naming: Naming, roots: ReadonlySet<string>, isLearning: boolean): void {
  const context = {module: finder.module, scope: naming.scope}
  if (!isOutput(naming.name)) addUrl(finder, naming.value, context)
  if (!isLearning) return
  for (const {value, level} of literals(naming.value, context, finder)) {
    if (level !== undefined) continue
    if (value.kind === 'text') addNamed(finder, naming, value.text, value.place, roots)
    addNamedFile(finder, naming.name, value, true)
  }
}

function addNamed(finder: Finder, naming: Naming, text: string, place: Place, roots: ReadonlySet<string>): void {
  if (finder.isTaken(place, text)) return
  const {name} = naming
  const snake = snakeCase(name)
  if (dataName.test(snake) && (famous.has(text.toLowerCase()) || isHubId(text))) {
    const evidence = finder.evidence(place, {rule: 'name', confidence: 0.75, symbol: name})
    finder.take(place, text)
    finder.bag.add(makeDataset(text, [evidence], isHubId(text) ? {registry: 'huggingface'} : {}))
    return
  }
  const isNamed = architectureName.test(snake) && isArchitecture(text) && !bareFamily.test(text)
  if (isNamed || (isNameOfSettings(naming) && isArchitecture(text) && /\d/.test(text)))
    addArchitecture(finder, text, place, {symbol: name, registry: builders.find(root => roots.has(root))})
}

/** Libraries that build networks by their names. */
const builders = ['torchvision', 'timm', 'keras']

function addArchitecture(
  finder: Finder,
  text: string,
  place: Place,
  {symbol, registry}: {readonly symbol: string; readonly registry?: string | undefined},
): void {
  finder.take(place, text)
  const evidence = finder.evidence(place, {rule: 'name', confidence: 0.75, symbol})
  finder.bag.add(makeModel(text, [evidence], registry === undefined ? {} : {registry}))
}

/** `class Config: name = "…"`, the settings of one training. */
function isNameOfSettings({name, scope}: Naming): boolean {
  return (
    name === 'name' &&
    scope.kind === 'class' &&
    /(?:^|_)(?:cfg|config|args|hparams?|settings)$/i.test(snakeCase(scope.name))
  )
}

/** An architecture in one of its sizes, `coatnet_1_rw_224`: nothing else is called so. */
function isVariant(text: string): boolean {
  return text.includes('_') && /\d/.test(text) && isArchitecture(text)
}

/** A kind of network by itself, between which a program chooses: `architecture="resnet"`. */
const bareFamily = /^(?:resnet|resnext|vgg|densenet|efficientnet|senet|dpn)$/

function addUrl(finder: Finder, value: Value, context: Context): void {
  if (value.kind === 'choice') for (const option of value.options) addUrl(finder, option, context)
  if (value.kind === 'list') for (const item of value.items.slice(0, 200)) addUrl(finder, item, context)
  if (value.kind === 'template') addFilledIn(finder, value, context)
  if (value.kind !== 'text' || !/^(?:https?|s3|gs):\/\/\S+$/.test(value.text)) return
  const place = placeOf(context.module, value.line)
  const name = fileName(value.text)
  if (name === undefined || finder.isTaken(place, value.text)) return
  if (holdsWeights(name, value.text, finder.module.path)) {
    addWeightsNamed(finder, {kind: 'text', text: name, place}, 'data-url', value.text)
    return
  }
  finder.take(place, value.text)
  finder.bag.add(datasetOf(name, value.text, finder.evidence(place, {rule: 'data-url', confidence: 0.75})))
}

/** `requests.get(f"https://host/taxi/green_{year}.parquet")` */
function addFilledIn(finder: Finder, value: Value, context: Context): void {
  for (const one of finder.resolver.resolve(value, context)) {
    const name = one.kind === 'partial' ? dataAddress(one) : undefined
    if (name === undefined || finder.isTaken(one.place, name)) continue
    finder.take(one.place, name)
    finder.bag.add(makeDataset(name, [finder.evidence(one.place, {rule: 'data-url', confidence: 0.7})]))
  }
}

const splitWord =
  /^(?:train|training|test|testing|valid|validation|val|dev|eval|data|dataset|datasets|images|files|archive|raw|all|full)$/i

/** An archive is called by what it holds, `cora.tgz` is Cora; one called by a split or "data" keeps its file's name. */
function datasetOf(file: string, url: string, evidence: Evidence): AssetOf<'dataset'> {
  const stem = file.replace(/(?:\.tar)?\.(?:zip|tgz|gz|bz2|xz|tar|7z)$/i, '')
  if (stem === file || splitWord.test(stem)) return makeDataset(file, [evidence], {url})
  const bare = stem.replace(/[-_](?:images|data|dataset|files|raw)$/i, '')
  return {...makeDataset(bare, [evidence], {url}), aliases: [...new Set([stem, file])].filter(alias => alias !== bare)}
}

/** The file a URL leads to, where that is data: a table or archive, a text below a folder of data. */
function fileName(url: string): string | undefined {
  const bare = withoutQuery(url)
  const name = bare.slice(bare.lastIndexOf('/') + 1)
  const isData = dataFile.test(name) || (archive.test(name) && !/\/(?:archive|releases)\//.test(bare))
  return isData || (looseFile.test(name) && /\/(?:data|datasets?|corpus|corpora)\//i.test(bare)) ? name : undefined
}
