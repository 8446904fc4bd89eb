import {isSensitiveName, isTrainingPath} from '../../inventory/sensitive-name.ts'
import {isDockerfileName} from '../../lib/parse/dockerfile.ts'
import {datasetRunsCode} from '../../rules/dataset-runs-code.ts'
import {remoteCode} from '../../rules/remote-code.ts'
import {remoteCodeUnpinned} from '../../rules/remote-code-unpinned.ts'
import {sensitiveTrainingData} from '../../rules/sensitive-training-data.ts'
import {type Hit, type Lines, linesOf, matchesIn, type Scanner} from './hit.ts'

const code = /\.(?:py|ipynb)$/i
const commands = /\.(?:sh|bash|zsh|ya?ml|mk|service)$|(?:^|\/)(?:Makefile|justfile|Procfile|package\.json)$/i
const configurations = /\.(?:ya?ml|json|toml)$/i
const flag = /(?<![\w-])--trust[-_]remote[-_]code(?![-_\w]|[= ]["']?(?:false|0)\b)/gi
const setting = /^[ \t]{0,40}["']?trust_remote_code["']?[ \t]{0,5}[:=][ \t]{0,5}["']?true\b/gim
const commit =
  /(?:--(?:code[-_])?revision[= ]["']?|\brevision["']?[ \t]{0,5}[:=][ \t]{0,5}["']?)[0-9a-f]{40}(?![0-9a-f])/
const model =
  /(?:^|["'\s])(?:base_?model|model(?:_name|_id|_path|_name_or_path)?|pretrained_model_name_or_path|model_args|repo_id)["']?[ \t]{0,5}[:=]/im
const hubLoad = /\btorch\.hub\.load\(\s{0,20}["']([\w.-]{1,60}\/[\w.-]{1,80})["']([^()\n]{0,200})/g
const script = /\bload_dataset\(\s{0,20}["']([^"'\n]{1,200}\.py)["']/g
const upload = /\bfiles\.(?:create|upload)\(([^;]{0,300}?)purpose\s{0,3}[=:]\s{0,3}["']fine-tune["']/g
const trainer = /\b(?:\w{0,20}Trainer|SFTConfig|TrainingArguments)\(|\.(?:fit|train|finetune|fine_tune)\(/
const trainedFile =
  /\bdata_files\s{0,3}=\s{0,3}(?:\{[^{}\n]{0,60}?|\[\s{0,5})?["']([^"'\n]{1,200}\.(?:jsonl?|csv|parquet|tsv|txt)(?:\.gz)?)["']/g
const dataFile = /["']([^"'\n]{1,200}\.(?:jsonl?|csv|parquet|tsv))["']/

/** Code that comes with models and data sets and is run, and what is sent away to train on, where no asset tells. */
export const fetched: Scanner = {
  reads: path => code.test(path) || holdsCommands(path) || configurations.test(path),
  hint: /trust[-_]remote[-_]code|torch\.hub|load_dataset|fine-tune|data_files/i,
  find(text, path) {
    const lines = linesOf(text)
    return [
      ...(holdsCommands(path)
        ? [...matchesIn(lines, flag)].map(({index}) =>
            trusted(lines, index, commandAt(text, index), '--trust-remote-code'),
          )
        : []),
      ...(configurations.test(path) && model.test(text)
        ? [...matchesIn(lines, setting)].map(({index}) => trusted(lines, index, text, 'trust_remote_code'))
        : []),
      ...(code.test(path) ? [...hubLoads(lines), ...scripts(lines), ...uploads(lines), ...trainedOn(lines, path)] : []),
    ]
  },
}

function holdsCommands(path: string): boolean {
  return commands.test(path) || isDockerfileName(path)
}

/** The lines of a command that goes on, and of a list of its words. */
function commandAt(text: string, at: number): string {
  return text.slice(Math.max(0, at - 600), at + 600)
}

function trusted(lines: Lines, at: number, around: string, what: string): Hit {
  const isPinned = commit.test(around)
  const line = lines.lineAt(
    at + (lines.text.slice(at, at + 50).length - lines.text.slice(at, at + 50).trimStart().length),
  )
  return {
    rule: isPinned ? remoteCode : remoteCodeUnpinned,
    line,
    message: isPinned ? `a model is loaded with ${what}` : `a model is loaded with ${what} and without a commit`,
    fact: lines.text.slice(at, at + 60).trim(),
  }
}

/** The code of a repository on GitHub, from its main branch where none is named. */
function hubLoads(lines: Lines): Hit[] {
  return [...matchesIn(lines, hubLoad)].flatMap(match => {
    const [, repository = '', rest = ''] = match
    if (/source\s{0,3}=\s{0,3}["']local/.test(rest)) return []
    const message = `torch.hub.load runs the code of ${repository} without a commit`
    return [{rule: remoteCodeUnpinned, line: lines.lineAt(match.index), message, fact: repository}]
  })
}

function scripts(lines: Lines): Hit[] {
  return [...matchesIn(lines, script)].map(({1: path = '', index}) => ({
    rule: datasetRunsCode,
    line: lines.lineAt(index),
    message: `load_dataset runs the script ${path}`,
    fact: path,
  }))
}

function uploads(lines: Lines): Hit[] {
  return [...matchesIn(lines, upload)].flatMap(({1: args = '', index}) => {
    const path = dataFile.exec(args)?.[1]
    if (path === undefined || !isSensitiveName(path)) return []
    return [
      {
        rule: sensitiveTrainingData,
        line: lines.lineAt(index),
        message: `${path} is uploaded to tune a model`,
        fact: path,
      },
    ]
  })
}

/** Files that are read in a module that trains; of one that is called so the data sets tell. */
function trainedOn(lines: Lines, module: string): Hit[] {
  if (isTrainingPath(module) || !trainer.test(lines.text)) return []
  return [...matchesIn(lines, trainedFile)].flatMap(({1: path = '', index}) => {
    if (!isSensitiveName(path)) return []
    return [
      {
        rule: sensitiveTrainingData,
        line: lines.lineAt(index),
        message: `${path} is read where a model is trained`,
        fact: path,
      },
    ]
  })
}
