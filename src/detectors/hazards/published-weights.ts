import {publicWeights} from '../../rules/public-weights.ts'
import {callAt, type Hit, type Lines, linesOf, matchesIn, type Scanner} from './hit.ts'
import {weightWords} from './weight-words.ts'

/** A pattern, and how the message tells what it found. */
interface Form {
  readonly files: RegExp
  readonly pattern: RegExp
  readonly says: (match: RegExpExecArray) => string
  /** the text around a match in which weights must be named */
  readonly around?: number
  /** whether that text is about it */
  readonly near?: (text: string) => boolean
}

/** A policy by which objects may be read, on no further condition. */
function readsObjects(text: string): boolean {
  return /s3:(?:GetObject|Get\*|\*)/.test(text) && !/\b[Cc]ondition\b/.test(text)
}

const code = /\.(?:py|ipynb|js|mjs|ts|tsx)$/i
const scripts = /\.(?:sh|bash|zsh|ps1|ya?ml|mk|py|js|ts)$|(?:^|\/)(?:Makefile|justfile|Dockerfile[^/]*|package\.json)$/i
const terraform = /\.(?:tf|tf\.json|hcl)$/i
const forms: readonly Form[] = [
  {
    files: scripts,
    pattern: /\bs3(?:api)?[ \t][^\n;|]{1,300}--acl[= \t]["']?(public-read(?:-write)?)\b/g,
    says: ([, acl]) => `uploads weights with the ACL ${acl}`,
    around: 0,
  },
  {
    files: scripts,
    pattern: /\bgsutil[ \t][^\n;|]{1,200}(?:-a[ \t]public-read\b|\bAllUsers:R\b|\ballUsers\b)[^\n;|]{0,300}/g,
    says: () => 'lets everybody on the internet read a bucket with weights',
    around: 0,
  },
  {
    files: scripts,
    pattern:
      /\bgcloud[ \t]storage[ \t][^\n;|]{1,300}(?:--predefined-acl[= \t]publicRead|--member[= \t]["']?allUsers)[^\n;|]{0,200}/g,
    says: () => 'lets everybody on the internet read a bucket with weights',
    around: 0,
  },
  {
    files: scripts,
    pattern:
      /\baz[ \t]storage[ \t]container[ \t][^\n;|]{1,300}--public-access[= \t]["']?(?:blob|container)\b[^\n;|]{0,200}/g,
    says: () => 'makes a container with weights that everybody on the internet may read',
    around: 0,
  },
  {
    files: code,
    pattern: /(?<![\w])["']?(?:ACL|acl)["']?[ \t]{0,3}[:=][ \t]{0,3}["'](public-read(?:-write)?)["']/g,
    says: ([, acl]) => `uploads weights with the ACL ${acl}`,
    around: 300,
  },
  {
    files: code,
    pattern: /\.make_public\(\)/g,
    says: () => 'lets everybody on the internet read what it uploads',
    around: 300,
  },
  {
    files: terraform,
    pattern: /\bacl\s{0,20}=\s{0,5}"(public-read(?:-write)?)"/g,
    says: ([, acl]) => `the bucket of weights has the ACL ${acl}`,
    around: 400,
  },
  {
    files: terraform,
    pattern: /\bmembers?\s{0,20}=\s{0,5}\[?"all(?:Authenticated)?Users"/g,
    says: () => 'everybody on the internet may read the bucket of weights',
    around: 400,
  },
  {
    files: terraform,
    pattern: /\bcontainer_access_type\s{0,20}=\s{0,5}"(?:blob|container)"/g,
    says: () => 'everybody on the internet may read the container of weights',
    around: 300,
  },
  {
    files: terraform,
    pattern: /\bPrincipal"?\s{0,20}[:=]\s{0,10}(?:"\*"|\{\s{0,20}"?AWS"?\s{0,10}[:=]\s{0,10}\[?\s{0,10}"\*")/g,
    says: () => 'everybody on the internet may read the bucket of weights',
    around: 400,
    near: readsObjects,
  },
  {
    files: terraform,
    pattern: /\bidentifiers\s{0,20}=\s{0,10}\[\s{0,10}"\*"/g,
    says: () => 'everybody on the internet may read the bucket of weights',
    around: 400,
    near: readsObjects,
  },
  {
    files: /\.(?:ya?ml|json|template)$/i,
    pattern: /["']?AccessControl["']?[ \t]{0,3}:[ \t]{0,3}["']?(PublicRead(?:Write)?)\b/g,
    says: ([, acl]) => `the bucket of weights has the ACL ${acl}`,
    around: 300,
  },
]

/** Places at which weights are put where everybody may fetch them. */
export const publishedWeights: Scanner = {
  reads: path => [code, scripts, terraform, /\.(?:json|template)$/i].some(one => one.test(path)),
  hint: /public|Public|allUsers|AllUsers|push_to_hub|upload_folder|create_repo|rincipal|identifiers/,
  find(text, path) {
    const lines = linesOf(text)
    const found = forms.filter(({files}) => files.test(path)).flatMap(form => hitsOf(lines, form))
    return code.test(path) ? [...found, ...pushed(lines)] : found
  },
}

function hitsOf(lines: Lines, {pattern, says, around = 0, near: isMeant = () => true}: Form): Hit[] {
  return [...matchesIn(lines, pattern)].flatMap(match => {
    const window = lines.text.slice(Math.max(0, match.index - around), match.index + match[0].length + around)
    const lineEnd = lines.text.indexOf('\n', match.index)
    const near = around === 0 ? lines.text.slice(match.index, lineEnd === -1 ? undefined : lineEnd) : window
    return weightWords.test(near) && isMeant(near)
      ? [{rule: publicWeights, line: lines.lineAt(match.index), message: says(match), fact: match[0].slice(0, 200)}]
      : []
  })
}

const push = /\b([\w.]{1,80})\.push_to_hub\(|(?<![\w.])(?:\w{1,40}\.)?(create_repo)\(/g
/** Arguments of a call that are looked at. */
const argumentsLength = 1000
/** Neither weights nor secret. */
const otherReceivers =
  /tokeni[sz]er|processor|feature_extractor|dataset|(?:^|\.)ds$|(?:^|[._])(?:train|test|eval)_?(?:ds|data)|extractor|config$|card|metric|space/i
const isPrivate =
  /\bprivate\s{0,3}=\s{0,3}(?!False\b)|hub_private_repo\s{0,3}=\s{0,3}True|hub_private_repo["']?\s{0,3}:\s{0,3}True/

/** `model.push_to_hub("acme/own")`: a repository of the hub is public unless it is made private. */
function pushed(lines: Lines): Hit[] {
  if (!lines.text.includes('push_to_hub') && !lines.text.includes('create_repo')) return []
  const isPrivateRepo = isPrivate.test(lines.text)
  const unknown = unknownsIn(lines.text)
  return [...matchesIn(lines, push)].flatMap(match => {
    const [whole, receiver = ''] = match
    const call = callAt(lines.text, match.index, whole.length + argumentsLength)
    const stated = /\bprivate\s{0,3}=\s{0,3}False\b/.test(call)
    if (otherReceivers.test(receiver) || /repo_type\s{0,3}=\s{0,3}["'](?:dataset|space)/.test(call)) return []
    if (!stated && isUndecided(receiver, call, unknown)) return []
    if (isPrivate.test(call) || (!stated && (isPrivateRepo || receiver === ''))) return []
    const how = stated ? 'private=False' : 'no private=True'
    const name = receiver === '' ? 'create_repo' : `${receiver}.push_to_hub`
    return [
      {
        rule: publicWeights,
        line: lines.lineAt(match.index),
        message: `${name} publishes weights on the hub for everybody (${how})`,
        fact: `${name} ${how}`,
      },
    ]
  })
}

const trainerSettings = /Training_?Arguments\(|\b(?:SFT|DPO|ORPO|KTO|PPO|GRPO|CPO|RLOO|Reward|Trainer|Training)Config\(/

/** What a file leaves open of the settings that its calls take. */
interface Unknowns {
  /** settings of a trainer come from elsewhere */
  readonly isTrainerSetElsewhere: boolean
  /** whether `**name` may hold `private`: the file does not say what it holds, or names that */
  mayHold(name: string): boolean
}

function unknownsIn(text: string): Unknowns {
  const saysPrivate = text.includes('private')
  const stated = new Set([...text.matchAll(/(\w{1,60}) = \{/g)].map(([, name]) => name))
  return {
    isTrainerSetElsewhere: !trainerSettings.test(text),
    mayHold: name => saysPrivate || !stated.has(name),
  }
}

/** Whether nobody can tell from the file if the repository is private. */
function isUndecided(receiver: string, call: string, unknowns: Unknowns): boolean {
  if (/trainer/i.test(receiver) && unknowns.isTrainerSetElsewhere) return true
  const [, name] = /\*\*(\w{1,60})/.exec(call) ?? []
  return name !== undefined && unknowns.mayHold(name)
}
