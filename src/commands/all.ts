import Check from './check.ts'
import Completion from './completion.ts'
import Convert from './convert.ts'
import Diff from './diff.ts'
import EvidenceAdd from './evidence/add.ts'
import EvidenceStatus from './evidence/status.ts'
import Explain from './explain.ts'
import Fetch from './fetch.ts'
import FleetAdd from './fleet/add.ts'
import FleetChanges from './fleet/changes.ts'
import FleetCheck from './fleet/check.ts'
import FleetPush from './fleet/push.ts'
import FleetQuery from './fleet/query.ts'
import FleetScan from './fleet/scan.ts'
import FleetServe from './fleet/serve.ts'
import FleetWorker from './fleet/worker.ts'
import Generate from './generate.ts'
import Inspect from './inspect.ts'
import Keygen from './keygen.ts'
import List from './list.ts'
import Lock from './lock.ts'
import Observe from './observe.ts'
import PolicyExplain from './policy/explain.ts'
import PolicyExport from './policy/export.ts'
import PolicyInit from './policy/init.ts'
import PolicyTest from './policy/test.ts'
import Review from './review.ts'
import Sign from './sign.ts'
import Validate from './validate.ts'
import Verify from './verify.ts'
import Version from './version.ts'
import Watch from './watch.ts'

/** Every command, by what is typed. */
export const commands = {
  check: Check,
  completion: Completion,
  convert: Convert,
  diff: Diff,
  'evidence:add': EvidenceAdd,
  'evidence:status': EvidenceStatus,
  explain: Explain,
  fetch: Fetch,
  'fleet:add': FleetAdd,
  'fleet:changes': FleetChanges,
  'fleet:check': FleetCheck,
  'fleet:push': FleetPush,
  'fleet:query': FleetQuery,
  'fleet:scan': FleetScan,
  'fleet:serve': FleetServe,
  'fleet:worker': FleetWorker,
  generate: Generate,
  inspect: Inspect,
  keygen: Keygen,
  list: List,
  lock: Lock,
  observe: Observe,
  'policy:explain': PolicyExplain,
  'policy:export': PolicyExport,
  'policy:init': PolicyInit,
  'policy:test': PolicyTest,
  review: Review,
  sign: Sign,
  validate: Validate,
  verify: Verify,
  version: Version,
  watch: Watch,
}
