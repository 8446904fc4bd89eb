import type {RuleMeta} from '../../inventory/finding.ts'
import {autoApproved} from '../../rules/auto-approved.ts'
import {runsAnything} from '../../rules/runs-anything.ts'
import {wholeDisk} from '../../rules/whole-disk.ts'
import {callAt, type Hit, type Lines, linesOf, matchesIn, type Scanner} from './hit.ts'

const code = /\.(?:py|ipynb|js|jsx|mjs|cjs|ts|tsx|mts|cts)$/i
const settings = /\.(?:jsonc?|code-workspace)$/i

/** An option in a text that mentions its library. */
interface Form {
  readonly files: RegExp
  readonly rule: RuleMeta
  readonly library: RegExp
  readonly pattern: RegExp
  readonly message: string
}

const claude = /claude_(?:agent|code)_sdk|claude-(?:agent-sdk|code)/
const forms: readonly Form[] = [
  {
    files: code,
    rule: autoApproved,
    library: claude,
    pattern: /\bpermission_?[mM]ode["']?\s{0,3}[:=]\s{0,3}["'](?:bypassPermissions|dontAsk)["']/g,
    message: 'an agent of the Claude SDK asks nobody',
  },
  {
    files: code,
    rule: autoApproved,
    library: /codex/i,
    pattern: /\bapproval_?[pP]olicy["']?\s{0,3}[:=]\s{0,3}["']never["']/g,
    message: 'an agent of the Codex SDK asks nobody',
  },
  {
    files: code,
    rule: runsAnything,
    library: /codex/i,
    pattern: /\bsandbox(?:_?[mM]ode)?["']?\s{0,3}[:=]\s{0,3}["']danger-full-access["']/g,
    message: 'an agent of the Codex SDK runs any command outside its sandbox',
  },
  {
    files: code,
    rule: autoApproved,
    library:
      /["'](?:type|server_url|server_label)["']?\s{0,3}:|\btype\s{0,3}:\s{0,3}["']mcp["']|HostedMCPTool|hostedMcpTool/,
    pattern: /\brequire_?[aA]pproval["']?\s{0,3}[:=]\s{0,3}["']never["']/g,
    message: 'every tool of an MCP server runs without asking',
  },
  {
    files: code,
    rule: autoApproved,
    library: /\binterpreter\b/,
    pattern: /\binterpreter\.auto_run\s{0,3}=\s{0,3}True\b/g,
    message: 'Open Interpreter runs code without asking',
  },
  {
    files: code,
    rule: runsAnything,
    library: /langchain/,
    pattern: /\ballow_dangerous_(?:code|tools)\s{0,3}=\s{0,3}True\b/g,
    message: 'an agent of LangChain runs any code',
  },
  {
    files: code,
    rule: runsAnything,
    library: /crewai/,
    pattern: /\b(?:code_execution_mode\s{0,3}=\s{0,3}["']unsafe["']|unsafe_mode\s{0,3}=\s{0,3}True\b)/g,
    message: 'an agent of CrewAI runs any code outside a container',
  },
  {
    files: code,
    rule: runsAnything,
    library: /smolagents/,
    pattern: /\badditional_authorized_imports\s{0,3}=\s{0,3}(?:\[\s{0,3})?["']\*["']/g,
    message: 'an agent of smolagents may import any module',
  },
  {
    files: code,
    rule: runsAnything,
    library: /langchain|llama_index|llama-index|\bagno\b|\bphi\.|autogen|google\.adk|\bagents\b|strands|camel/,
    pattern:
      /(?<!class |def |[\w.]Mock)\b(?:ShellTool|BashProcess|PythonREPLTool|PythonAstREPLTool|PythonREPL|CodeInterpreterToolSpec|LocalCommandLineCodeExecutor|UnsafeLocalCodeExecutor|LocalShellTool|ShellTools|PythonTools|TerminalToolkit)\((?!\s{0,20}ask_human_input\s{0,3}=\s{0,3}True)[^()\n]{0,60}/g,
    message: 'an agent is given a tool that runs any code on this machine',
  },
  {
    files: code,
    rule: runsAnything,
    library: /langchain|strands_tools/,
    pattern:
      /\bload_tools\(\s{0,20}\[[^\]]{0,200}["'](?:terminal|python_repl|python_repl_ast)["']|\bfrom strands_tools import [^\n]{0,100}\b(?:shell|python_repl)\b/g,
    message: 'an agent is given a tool that runs any code on this machine',
  },
  {
    files: code,
    rule: runsAnything,
    library: /anthropic|claude/i,
    pattern: /["']?type["']?\s{0,3}[:=]\s{0,3}["']bash_20\d{6}["']/g,
    message: 'a model is given a shell',
  },
  {
    files: code,
    rule: wholeDisk,
    library: /langchain|agno|crewai|llama_index/,
    pattern:
      /(?<!class )\b(?:FileManagementToolkit\(\s{0,20}(?:\)|selected_tools)|(?:FileManagementToolkit|WriteFileTool|ReadFileTool|FileTools|LocalFileSystemTools)\(\s{0,20}(?:root_dir|base_dir|target_directory)\s{0,3}=\s{0,3}(?:str\(|Path\()?["'](?:\/|~|\/home|\/root|C:\\{0,2})["'])/g,
    message: 'an agent may read and write any file of this machine',
  },
  {
    files: settings,
    rule: autoApproved,
    library: /"/,
    pattern:
      /"(?:geminicodeassist\.agentYoloMode|amp\.dangerouslyAllowAll|claudeCode\.allowDangerouslySkipPermissions|chat\.tools\.(?:global\.)?autoApprove)"\s{0,3}:\s{0,3}true\b|"claudeCode\.initialPermissionMode"\s{0,3}:\s{0,3}"bypassPermissions"|"always_allow_tool_actions"\s{0,3}:\s{0,3}true\b|"skipDangerousModePermissionPrompt"\s{0,3}:\s{0,3}true\b/g,
    message: 'the settings let an agent act without asking',
  },
  {
    files: settings,
    rule: autoApproved,
    library: /roo-cline|kilo-code|kiroAgent|cline/,
    pattern:
      /"(?:roo-cline\.allowedCommands|kilo-code\.allowedCommands|kiroAgent\.trustedCommands)"\s{0,3}:\s{0,3}\[\s{0,10}"\*"/g,
    message: 'the settings let an agent run any command without asking',
  },
]
/** Settings of VS Code of the folder itself are read as those of its agent. */
const readElsewhere = /(?:^|\/)\.vscode\/settings\.json$/

/** Options in code and settings by which an agent asks nobody, or runs what it is told. */
export const agentOptions: Scanner = {
  reads: path => code.test(path) || settings.test(path),
  hint: /ermission|approv|auto_run|allow_dangerous|unsafe|authorized_imports|sandbox|Yolo|dangerouslyAllow|code_execution|always_allow|allowedCommands|trustedCommands|ShellTool|Bash|Python\w{0,6}(?:REPL|Tools)|CodeInterpreter|CodeExecutor|Terminal|load_tools|strands_tools|bash_20|FileTool|FileManagement/i,
  find(text, path) {
    const lines = linesOf(text)
    const options = forms
      .filter(({files, library}) => files.test(path) && library.test(text))
      .flatMap(form => hitsOf(lines, form, path))
    return code.test(path) ? [...options, ...ofAutogen(lines)] : options
  },
}

function hitsOf(lines: Lines, {rule, pattern, message}: Form, path: string): Hit[] {
  return [...matchesIn(lines, pattern)].flatMap(({0: option, index}) => {
    if (readElsewhere.test(path) && option.includes('chat.tools')) return []
    return [
      {
        rule,
        line: lines.lineAt(index),
        message: `${message} (${option.replace(/\s+/g, ' ')})`,
        fact: option.replace(/\s+/g, ''),
      },
    ]
  })
}

const proxy = /\b(?:UserProxyAgent|ConversableAgent)\(/g
const windowLength = 1500

/**
 * `UserProxyAgent(human_input_mode="NEVER", code_execution_config={"use_docker": False})`: code of the model runs on
 * this machine, and nobody is asked.
 */
function ofAutogen(lines: Lines): Hit[] {
  return [...matchesIn(lines, proxy)].flatMap(({index}) => {
    const call = callAt(lines.text, index, windowLength)
    if (!/\bcode_execution_config\s{0,3}=\s{0,3}(?!False\b|None\b)/.test(call)) return []
    const line = lines.lineAt(index)
    const isFree = /\bhuman_input_mode\s{0,3}=\s{0,3}["']NEVER["']/.test(call)
    const isHere = /["']?use_docker["']?\s{0,3}[:=]\s{0,3}(?:False|["']?0\b)/.test(call)
    return [
      ...(isFree
        ? [
            {
              rule: autoApproved,
              line,
              message: 'an agent of AutoGen runs code without asking (human_input_mode="NEVER")',
              fact: 'autogen NEVER',
            },
          ]
        : []),
      ...(isHere
        ? [
            {
              rule: runsAnything,
              line,
              message: 'an agent of AutoGen runs any code outside a container (use_docker=False)',
              fact: 'autogen use_docker',
            },
          ]
        : []),
    ]
  })
}
