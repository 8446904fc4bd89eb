import {BaseCommand, type Outcome} from '../cli/base-command.ts'
import type {VersionResult} from '../cli/version-result.generated.ts'
import {terminalLines} from '../lib/escape/terminal.ts'

export default class Version extends BaseCommand<VersionResult> {
  static override summary = 'Print the version of aibom'

  static override examples = [{description: 'As text', command: '<%= config.bin %> version'}]

  protected async perform(): Promise<Outcome<VersionResult>> {
    await this.parse(Version)
    const {name, version} = this.config
    const result = {schemaVersion: 1 as const, name, version, platform: process.platform, node: process.version}
    const text = terminalLines([`${name}/${version} ${process.platform}-${process.arch} node-${process.version}`])
    return {result, text, exit: 0}
  }
}
