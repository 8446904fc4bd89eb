import {codeInside} from '../../rules/code-inside.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {targetActs} from '../../rules/target-acts.ts'
import {LimitReached} from '../budget.ts'
import {standingOf} from '../pickle/judge.ts'
import type {FormatReader} from '../reader.ts'

const limitBytes = 16 * 1024 * 1024
const targetPattern = /(?:^|[\s{,"'])_target_["']?\s*:\s*["']?([A-Za-z_][\w.:]*)/g
const tagPattern = /!!?python\/[\w./:-]+/g
const loaderPattern = /(?:^|\n)[^\S\n]*loader_module\s*:\s*["']?([A-Za-z_][\w.]*)/g
const codePattern = /(?:^|\n)[^\S\n]*code\s*:\s*["']?([^\s"'#][^\n"']*)/
const plainTargets =
  /^(?:torch\.(?:nn|optim|utils\.data)|torchvision\.transforms|nemo\.|pytorch_lightning\.|lightning\.|transformers\.|diffusers\.|omegaconf\.)/

/** A configuration in YAML: what it has its loader call, by the words that loaders look for. */
export const yaml: FormatReader = {
  format: 'yaml',
  matches: ({name, head}) =>
    /(?:\.ya?ml|(?:^|\/)MLmodel)$/i.test(name) && head.every(byte => byte >= 0x20 || (byte >= 9 && byte <= 13)) ? 'likely' : undefined,
  read(file) {
    if (file.byteLength > limitBytes) throw new LimitReached(`more than ${limitBytes} bytes of YAML`)
    const text = new TextDecoder().decode(file.bytes.read(0n, file.byteLength))
    file.cover(0, file.byteLength)
    for (const [tag] of text.matchAll(tagPattern)) file.find(targetActs, `the tag ${tag} makes an object of Python`, {evidence: tag})
    for (const [, target = ''] of text.matchAll(targetPattern)) judgeTarget(file, target.replace(':', '.'))
    for (const [, module = ''] of text.matchAll(loaderPattern)) {
      if (!/^(?:mlflow\.|sklearn|xgboost|lightgbm|catboost|torch$|tensorflow$|keras$)/.test(module)) judgeTarget(file, `${module}._load_pyfunc`)
    }
    const code = codePattern.exec(text)?.[1]
    if (code !== undefined && /(?:^|\/)MLmodel$/.test(file.name)) file.find(codeInside, `it brings the code ${code}`, {evidence: code})
  },
}

function judgeTarget(file: Parameters<FormatReader['read']>[0], target: string): void {
  const dot = target.lastIndexOf('.')
  const standing = standingOf(target.slice(0, Math.max(0, dot)), target.slice(dot + 1), file.trustedNames)
  if (standing === 'acts') file.find(targetActs, `the target ${target} acts when it is called`, {evidence: target})
  else if (standing !== 'call' && !plainTargets.test(target)) file.find(needsCode, `it has the loader call ${target}`, {evidence: target})
}
