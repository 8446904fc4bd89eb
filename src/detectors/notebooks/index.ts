import {reportShell} from '../../catalog/commands/commands.ts'
import {readNotebookCommands} from '../../code/notebook.ts'
import {collector} from '../../inventory/collector.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {AibomError} from '../../lib/errors.ts'
import type {Detector, DetectorContext} from '../detector.ts'

/** The detector of code has the same limit, and reports what is larger. */
const textLimitBytes = 32 * 1024 * 1024
/** Nearly every notebook has none of these, and is not parsed for them. */
const commandPattern =
  /["\s=][!%]{1,2}\s*(?:pip|conda|uv|mamba|python|bash|sh|script|huggingface|hf|ollama|wget|curl|git|npm|npx|export|nltk|spacy|poetry|apt)/

/** What the shell lines of notebooks install, download and start; their Python is read by the detector of code. */
export const notebooks: Detector = {
  id: 'notebooks',
  version: 1,
  finds: ['package', 'model', 'dataset', 'weights', 'service'],
  required: file => file.path.endsWith('.ipynb'),
  extract,
}

async function extract(file: OpenFile, context: DetectorContext): Promise<Extraction> {
  try {
    const text = await file.text(textLimitBytes)
    if (!commandPattern.test(text)) return {assets: []}
    const into = collector({
      detector: 'notebooks',
      technique: 'manifest',
      path: file.path,
      scope: context.scopeOf(file.path),
    })
    for (const {text: command, line} of readNotebookCommands(text)) reportShell(command, line, into, {level: 'used'})
    return into.done()
  } catch (error) {
    // the detector of code reads the same file and reports it
    if (error instanceof AibomError) return {assets: []}
    throw error
  }
}
