import {Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../../cli/base-command.ts'
import {fleetFlags} from '../../cli/fleet/flags.ts'
import {serveSummary} from '../../cli/fleet/summaries.ts'
import type {FleetServeResult} from '../../pipeline/fleet/serve/result.generated.ts'
import type {RunContext} from '../../pipeline/run-context.ts'

const defaultPort = 8321

export default class FleetServe extends BaseCommand<FleetServeResult> {
  static override summary = 'Show a fleet in a browser and through an API'
  static override description =
    'Serves the stored results to browsers on this machine, until Ctrl-C or SIGTERM: an overview, search over all assets, a page for each asset and repository, every table as CSV, and the same data as JSON with an OpenAPI description at /api/v1/openapi.json. It changes nothing, and its pages load nothing from other hosts. Any other --host needs a token in AIBOM_FLEET_TOKEN.'

  static override examples = [
    {description: 'On this machine', command: '<%= config.bin %> fleet serve'},
    {
      description: 'With the findings of a policy',
      command: '<%= config.bin %> fleet serve --policy company.policy.yaml',
    },
    {
      description: 'For others, who sign in with the token',
      command: 'AIBOM_FLEET_TOKEN=$(openssl rand -hex 24) <%= config.bin %> fleet serve --host 0.0.0.0',
    },
    {description: 'As files, for any file server', command: '<%= config.bin %> fleet serve --export public/'},
  ]

  static override flags = {
    ...fleetFlags,
    host: Flags.string({
      default: '127.0.0.1',
      env: 'AIBOM_FLEET_HOST',
      description: 'address to listen on; other machines can connect only with a token in AIBOM_FLEET_TOKEN',
      helpValue: 'HOST',
    }),
    port: Flags.integer({
      default: defaultPort,
      min: 0,
      max: 65_535,
      env: 'AIBOM_FLEET_PORT',
      description: 'port to listen on; 0 means any free port',
      helpValue: 'N',
    }),
    policy: Flags.string({
      env: 'AIBOM_POLICY',
      description: 'policy file; shows its findings',
      helpValue: 'FILE',
    }),
    export: Flags.string({
      env: 'AIBOM_FLEET_EXPORT',
      description: 'write the pages as files into this new or empty folder, instead of serving them',
      helpValue: 'DIR',
      exclusive: ['host', 'port'],
    }),
  }

  protected async perform(context: RunContext): Promise<Outcome<FleetServeResult>> {
    const {flags} = await this.parse(FleetServe)
    const {database, host, port, policy, export: folder} = flags
    const result =
      folder === undefined
        ? await serve({...context, database, host, port, policy})
        : await write({...context, database, policy, folder})
    return {result, text: serveSummary(result), exit: 0}
  }
}

async function serve(
  options: RunContext & {readonly host: string; readonly port: number} & Asked,
): Promise<FleetServeResult> {
  const {serveFleet} = await import('../../pipeline/fleet/serve/serve-fleet.ts')
  const token = options.env['AIBOM_FLEET_TOKEN']
  const listening = (url: string): void => void process.stderr.write(`the fleet is at ${url} until Ctrl-C\n`)
  return serveFleet({...options, token: token === '' ? undefined : token, progress: {...options.progress, listening}})
}

interface Asked {
  readonly database: string | undefined
  readonly policy: string | undefined
}

async function write(options: RunContext & Asked & {readonly folder: string}): Promise<FleetServeResult> {
  const {exportFleet} = await import('../../pipeline/fleet/serve/export-fleet.ts')
  return exportFleet(options)
}
