import type {JsonObject} from '../../lib/parse/strict-json.ts'
import {needsCode} from '../../rules/needs-code.ts'
import type {Examination} from '../reader.ts'

/** Classes that Spark itself has, in Scala and in Python. */
const ownClass = /^(?:org\.apache\.spark\.ml|pyspark\.ml)\.[\w.]+$/

/** A stage of a pipeline of Spark: the class is looked up by its name and told to load the rest. */
export function judgeSpark(file: Examination, {sparkVersion, class: name}: JsonObject): boolean {
  if (typeof sparkVersion !== 'string' || typeof name !== 'string') return false
  file.isOf('spark')
  if (!ownClass.test(name))
    file.find(needsCode, `the stage is of the class ${JSON.stringify(name)}, which Spark does not have`, {
      member: 'class',
      evidence: name,
    })
  return true
}
