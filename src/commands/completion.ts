import {Args} from '@oclif/core'
import {BaseCommand, type Outcome} from '../cli/base-command.ts'
import type {CompletionResult} from '../cli/completion/result.generated.ts'
import {completionScript, shells} from '../cli/completion/scripts.ts'
import {vocabularyOf} from '../cli/completion/vocabulary.ts'
import {kindWords} from '../cli/kinds.ts'

export default class Completion extends BaseCommand<CompletionResult> {
  static override summary = 'Print a script that completes commands, flags and their values in your shell'

  static override examples = [
    {description: 'Bash', command: '<%= config.bin %> completion bash >> ~/.bashrc'},
    {
      description: 'Zsh, if ~/.zfunc is in your fpath',
      command: '<%= config.bin %> completion zsh > ~/.zfunc/_aibom',
    },
    {description: 'Fish', command: '<%= config.bin %> completion fish > ~/.config/fish/completions/aibom.fish'},
    {description: 'PowerShell', command: '<%= config.bin %> completion powershell >> $PROFILE'},
  ]

  static override args = {shell: Args.option({options: shells, description: 'your shell'})({required: true})}

  protected async perform(): Promise<Outcome<CompletionResult>> {
    const {args, flags} = await this.parse(Completion)
    const vocabulary = vocabularyOf(this.config, command => (command === 'list' ? kindWords : []))
    const script = completionScript(args.shell, vocabulary)
    const result = {schemaVersion: 1 as const, shell: args.shell, script}
    return flags.json ? {result, text: '', exit: 0} : {result, text: '', exit: 0, document: script}
  }
}
