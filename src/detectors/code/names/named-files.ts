import {isGenericWeights, isWeightsName} from '../../../catalog/references/weights.ts'
import type {Resolved} from '../../../code/resolve/resolved.ts'
import {makeDataset} from '../../../inventory/make.ts'
import {lastSegment, pathText} from '../files.ts'
import type {Finder} from '../finder.ts'
import {addWeightsNamed} from './hub-urls.ts'
import {snakeCase} from './snake-case.ts'

/** Names of constants, parameters and options that carry a file of weights to begin with. */
const weightsName = /(?:^|_)(?:weights?|ckpt|checkpoint|pretrained|model)(?:_(?:path|file|filename|dir))?s?$/i
/** Where a program puts what it made. */
const outputName =
  /(?:^|_)(?:out|output|save|saved|saving|export|exported|dest|dst|target|best|last|new|tmp|temp)(?:_|$)/i
const dataName = /^(?:data|dataset)(?:_(?:cfg|config|yaml|file|path))?$/i
const weightsWord =
  /(?:^|[-_.])(?:models?|weights?|checkpoints?|ckpts?|pretrained|vectors?|embeddings?|glove)(?:[-_.\d]|$)/i
/** Folders that hold models. */
const modelsFolder = /(?:^|[/_\s-])(?:models?|weights|checkpoints?|ckpts?|pretrained|model_?zoo|backbones?)[/_-]/i
const isArchive = /\.(?:zip|tgz|tar|7z|gz|bz2|xz)$/i

/**
 * `weights=ROOT / "x.pt"`: a file of weights; `data="coco128.yaml"`: the description of a data set.
 * @param takesData whether the module learns: only there is such a description one of data
 */
export function addNamedFile(finder: Finder, name: string, value: Resolved, takesData: boolean): void {
  const path = pathText(value)
  const snake = snakeCase(name)
  if (
    path === undefined ||
    outputName.test(snake) ||
    /[\s*{}$]/.test(path) ||
    path.includes('://') ||
    finder.writes(path)
  )
    return
  const {place} = value
  const file = lastSegment(path)
  if (finder.isTaken(place, path)) return
  if (weightsName.test(snake) && isWeightsName(file) && !isGenericWeights(file))
    addWeightsNamed(finder, {kind: 'text', text: path, place}, 'name')
  else if (takesData && dataName.test(snake) && /\w\.ya?ml$/i.test(file)) {
    finder.take(place, path)
    const evidence = finder.evidence(place, {rule: 'name', level: 'configured', confidence: 0.75, symbol: name})
    finder.bag.add(makeDataset(file, [evidence]))
  }
}

/**
 * Whether a file that could be data is parameters: an archive by its name (`resnet50.pth.tar`), arrays by the folders
 * of their URL or module.
 */
export function holdsWeights(name: string, url: string, module: string): boolean {
  if (/\.(?:npz|h5|hdf5)$/i.test(name))
    return !/data(?:set)?s?[-_./]|mnist|cifar/i.test(url) && modelsFolder.test(`${url} ${module}`)
  return (
    isArchive.test(name) && (weightsWord.test(name) || /\.(?:pth|pt|ckpt)\.\w+$/i.test(name) || weightsPlace.test(url))
  )
}

/** Hosts and folders that hold weights and nothing else: `https://weights.acme.dev/sdxl.tar`. */
const weightsPlace =
  /^https?:\/\/(?:weights|checkpoints?|model-?zoo)\.|\/(?:weights|checkpoints?|pretrained(?:[-_](?:models?|weights))?|model[-_]?zoo)\//i
