import {examineAdapters} from './adapters.ts'
import {examineCode} from './code.ts'
import {examineDescribed} from './described.ts'
import {examineEnvironments} from './environments.ts'
import {examineIndexes} from './indexes.ts'
import {examineNames} from './names.ts'
import {examinePickleModules} from './pickle-modules.ts'
import {examineSecrets} from './secrets.ts'
import {examineStatements} from './statements.ts'
import {examineTemplates} from './templates.ts'
import {examineTwins} from './twins.ts'
import type {RepositoryRule} from './view.ts'

/** Every rule over a repository. */
export const repositoryRules: readonly RepositoryRule[] = [
  examineDescribed,
  examineCode,
  examineIndexes,
  examineTemplates,
  examineTwins,
  examineNames,
  examineAdapters,
  examineStatements,
  examinePickleModules,
  examineEnvironments,
  examineSecrets,
]
