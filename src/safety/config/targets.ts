import type {SafetyRule} from '../../inventory/file-safety.ts'
import type {JsonValue} from '../../lib/parse/strict-json.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {targetActs} from '../../rules/target-acts.ts'
import {leadsToAction, looksLikeFunction, standingOf} from '../pickle/judge.ts'
import type {Examination} from '../reader.ts'

/** Libraries whose classes configurations name; a function of theirs may do anything. */
const knownTargets =
  /^(?:torch\.(?:nn|optim|utils\.data)|torchvision\.transforms|nemo|pytorch_lightning|lightning|transformers|diffusers|omegaconf|speechbrain|ldm|sgm|cldm)\.(?:\w+\.)*_*[A-Z]\w*$|^(?:builtins\.(?:dict|list|str|int|float|bool)|collections\.OrderedDict)$/
/** Modules that load a flavor of MLflow. */
const knownLoaders = /^(?:mlflow(?:\.\w+)+|sklearn|xgboost|lightgbm|catboost|torch|tensorflow|keras)$/
/** Functions of Hydra that fetch or call what another key names. */
const locates = /^hydra\.(?:utils|_internal\.utils)\.(?:get_\w+|_locate|call|instantiate)$/

/** A class or function that a loader builds an object by. */
export function judgeTarget(file: Examination, item: JsonValue | undefined, path: string): void {
  if (typeof item !== 'string') return
  const target = item.trim().replace(/[:/]/g, '.')
  const last = target.lastIndexOf('.')
  const standing = standingOf(target.slice(0, Math.max(0, last)), target.slice(last + 1), file.trustedNames)
  if (leadsToAction(target) || locates.test(target))
    file.find(targetActs, `${path} is ${item}, which acts when it is called`, {member: path, evidence: item})
  else if (!knownTargets.test(target) && standing !== 'call')
    file.find(needsCode, `${path} has the loader call ${looksLikeFunction(target) ? 'the function ' : ''}${item}`, {
      member: path,
      evidence: item,
    })
}

/** A module of which the loader calls one function. */
export function judgeLoader(file: Examination, item: JsonValue | undefined, path: string): void {
  if (typeof item === 'string' && !knownLoaders.test(item)) judgeTarget(file, `${item}._load_pyfunc`, path)
}

/** A module that is imported by its name: what stands at its top is run. */
export function judgeImport(file: Examination, module: string, path: string): void {
  const {rule, message} = judgedImport(module, file.trustedNames)
  file.find(rule, `${path} ${message}`, {member: path, evidence: module})
}

/** What an import of a module by its name comes to. */
export function judgedImport(module: string, trusted: ReadonlySet<string>): {rule: SafetyRule; message: string} {
  return standingOf(module, '', trusted) === 'acts'
    ? {rule: targetActs, message: `has the loader import ${module}, which acts`}
    : {rule: needsCode, message: `has the loader import ${module}`}
}
