import {AibomError} from '../../lib/errors.ts'
import {memberOf} from '../../lib/parse/strict-json.ts'
import {parsePlainYaml} from '../config/yaml-value.ts'
import type {ArchiveDialect} from './archive.ts'

const configName = /^(?:\.\/)?(?:[^/]+\/)?model_config\.yaml$/
const configLimitBytes = 8 * 1024 * 1024
const shown = ['target', 'nemo_version', 'model_target', 'name', 'sample_rate']

/**
 * A model of NeMo: a configuration in YAML, the weights as torch packs them, and files of the tokenizer. All members
 * are examined by their content.
 */
export const nemo: ArchiveDialect = {
  format: 'nemo',
  matches: names => [...names].some(name => configName.test(name)),
  read({members}, file) {
    const config = members.find(({name}) => configName.test(name))
    if (config === undefined || config.byteLength > configLimitBytes) return
    try {
      const bytes = config.open()
      const value = parsePlainYaml(new TextDecoder().decode(bytes.read(0n, Number(bytes.byteLength))), config.name)
      for (const name of shown) {
        const item = memberOf(value, name)
        if (typeof item === 'string' || typeof item === 'number') file.fact(name, item)
      }
    } catch (error) {
      // the member is examined by itself afterwards, which reports what is wrong with it
      if (!(error instanceof AibomError) || error.code === 'AIBOM_NOT_FETCHED') throw error
    }
  },
}
