import {taskNamed} from '../../inventory/tasks.ts'
import {hasFileEnding, isPlaceholder} from './model-names.ts'

/** Words that stand where a name may stand and choose instead of naming, or stand in for one in tests. */
const noName =
  /^(?:auto|none|null|default|custom|unknown|undefined|other|true|false|yes|no|off|on|all|any|best|latest|local|remote|cloud|main|base|user|assistant|system|inherit|same|model|string|name|text|chat|image|fast|smart|small|large)$/i
const standIn =
  /(?:^|[-_.])(?:tests?|testing|mock(?:ed)?|fake|dummy|foo|bar|baz|stub|example|sample|invalid|nonexistent|missing|unknown|placeholder|custom|your|my|some)(?:$|[-_.\d])/i
const identifier = /^[A-Za-z0-9@][\w.:/@+-]{1,99}$/
/** `1.0.2`, `2024-05-01`, `v2.1`: a version or date alone. */
const versionAlone = /^v?\d[\d.:_-]*[a-z]?\d{0,3}$/i
/** `OPENAI_MODEL` is a variable, `langchain_openai:ChatOpenAI` and `app.models.User` are code. */
const notId =
  /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^[a-z_]\w*(?:\.[a-z_]\w*)*:[A-Z]\w*$|^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*){2,}$/
/** What a hyphen joins that is no name: states, kinds, ways of doing something. */
const compoundWord =
  /^(?:models?-.*|open-source|fine-tuned|pre-trained|multi-\w+|single-\w+|non-\w+|self-\w+|read-only|not-\w+|no-\w+|select-\w+|choose-\w+|[a-z]+-(?:model|models|provider|providers|llm|type|name|id|list|select|selector|option|options|picker|key|api|config|settings?|input|button|class|based|only|free|specific|level|mode|like|to|and|or)(?:-[a-z]+)*)$/i

/**
 * How far a text has the shape of a model's id, whatever its family. The shape alone names nothing: the key, parameter
 * or call around it must ask for a model.
 * @returns `numbered` with a version or size (`voyage-2`, `gemma4:27b`, `ark-latest`), `worded` with words alone
 *   (`solar-pro`),
 *   undefined for any other text
 */
export function modelShape(text: string): 'numbered' | 'worded' | undefined {
  if (
    !identifier.test(text) ||
    !/[A-Za-z]{2}/.test(text) ||
    noName.test(text) ||
    standIn.test(text) ||
    isPlaceholder(text)
  )
    return undefined
  if (
    versionAlone.test(text) ||
    notId.test(text) ||
    hasFileEnding(text) ||
    taskNamed(text) !== undefined ||
    compoundWord.test(text)
  )
    return undefined
  if (text.includes('//') || (text.match(/\//g) ?? []).length > 1) return undefined
  if ((/\d/.test(text) && /[-.:/]|[A-Za-z]\d/.test(text)) || text.endsWith('-latest')) return 'numbered'
  return /^[A-Za-z][A-Za-z._]*(?:-[A-Za-z.]+){1,5}$/.test(text) ? 'worded' : undefined
}

/** A bare word that may be a model's name where only a model's name can stand. */
export function isModelWord(text: string): boolean {
  return /^[a-z][a-z0-9]{3,30}$/.test(text) && !noName.test(text)
}

/** Sizes that Whisper's checkpoints are called by. */
export function isWhisperSize(text: string): boolean {
  return /^(?:tiny|base|small|medium|large|turbo)(?:\.en|-v[123](?:-turbo)?)?$|^distil-(?:small|medium|large)(?:\.en|-v[0-9.]{1,3})$/.test(
    text,
  )
}

const architectureFamilies = [
  '(?:wide_)?resnet',
  '(?:se_)?resnext',
  'res2ne(?:x)?t',
  'resnest',
  'seresne(?:x)?t',
  'senet',
  'vgg',
  'densenet',
  'efficientnet(?:v2)?',
  'efficientformer(?:v2)?_',
  'mobilenet_?v?\\d',
  'mobilevit(?:v2)?_',
  'mnasnet',
  'mixnet_',
  'fbnet',
  'alexnet',
  'squeezenet',
  'inception_?(?:resnet_)?v?\\d',
  'googlenet',
  'shufflenet_v',
  'xception\\d',
  'nasnet',
  'pnasnet',
  'dpn\\d',
  'hrnet_w',
  'regnet[xyvz]?_',
  'convnext(?:v2)?_(?:atto|femto|pico|nano|tiny|small|base|large|xlarge|huge)',
  'swin(?:v2)?_(?:t|s|b|tiny|small|base|large|cr_)',
  'vit_(?:tiny|small|base|large|huge|giant|so400m|b|l|h|t|s)_?',
  'maxvit_',
  'maxxvit',
  'coatnet_',
  'coat_',
  'deit3?_',
  'beit(?:v2)?_',
  'cait_',
  'crossvit_',
  'convit_',
  'eva(?:02)?_',
  'levit_',
  'mvitv2_',
  'pit_',
  'pvt_v2_',
  'nfnet_',
  'gmixer_',
  'mixer_',
  'visformer_',
  'volo_',
  'xcit_',
  'poolformer',
  'twins_',
  'tresnet_',
  'ghostnet',
  'hardcorenas_',
  'lcnet_',
  'repvgg_',
  'rexnet',
  'sknet',
  'skresne',
  'spnasnet',
  'tinynet_',
  'vovnet',
  'ese_vovnet',
  'dla\\d',
  'cspresnet',
  'cspdarknet',
  'darknet\\d',
  'edgenext_',
  'fastvit_',
  'hiera_',
  'nextvit_',
  'timm-\\w',
  'mit_b\\d',
]
const architecture = new RegExp(
  `^(?:(?:tf|gluon|ssl|swsl|ig|legacy|dm|tv|cs|bat)_)?(?:${architectureFamilies.join('|')})[\\w.-]{0,60}$`,
)

/** Architectures of image models by the names that torchvision, timm, Keras and their kin build them under. */
export function isArchitecture(text: string): boolean {
  return text.length <= 100 && architecture.test(text)
}
