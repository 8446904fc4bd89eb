import {describe, expect, it} from 'vitest'
import {scopeOf} from '../../../src/inventory/scope.ts'

describe('scopeOf', () => {
  it.each([
    ['src/app.py', 'product'],
    ['main.ts', 'product'],
    ['', 'product'],
    ['.env.example', 'product'],
    ['config/config.example.yaml', 'product'],
    ['requirements.txt', 'product'],
    ['src/latest.py', 'product'],
    ['src/contest/entry.py', 'product'],
    ['src/sampler.py', 'product'],
    ['src/vendor_list.ts', 'product'],
    ['src/Edit.java', 'product'],
    ['dist/index.js', 'product'],
    ['app/src/main/java/com/acme/samples/test/Chat.java', 'product'],
    ['src/main/kotlin/docs/A.kt', 'product'],
    ['examples/a/src/main/java/com/acme/A.java', 'example'],
    ['tests/unit/app.py', 'test'],
    ['packages/a/__tests__/x.ts', 'test'],
    ['src/app.test.tsx', 'test'],
    ['src/app.spec.ts', 'test'],
    ['pkg/test_model.py', 'test'],
    ['pkg/model_test.go', 'test'],
    ['conftest.py', 'test'],
    ['src/test/java/A.java', 'test'],
    ['src/main/ModelTest.java', 'test'],
    ['MyApp.Tests/Program.cs', 'test'],
    ['spec/models/user_spec.rb', 'test'],
    ['e2e/login.ts', 'test'],
    ['benchmarks/run.py', 'test'],
    ['evals.json', 'test'],
    ['skills/review/eval.yaml', 'test'],
    ['conf/eval.yaml', 'product'],
    ['recipes/lora/train.py', 'example'],
    ['recipes/lora/grpo/config.yaml', 'product'],
    ['app/services/prompts/recipes/parse.txt', 'product'],
    ['examples/chat/main.py', 'example'],
    ['examples/chat/tests/test_main.py', 'test'],
    ['Samples/a.cs', 'example'],
    ['demo.py', 'example'],
    ['src/rag_example.ipynb', 'example'],
    ['docs/conf.py', 'docs'],
    ['docs/examples/a.py', 'example'],
    ['README.md', 'docs'],
    ['guide.rst', 'docs'],
    ['src/notes.mdx', 'docs'],
    ['AGENTS.md', 'product'],
    ['CLAUDE.md', 'product'],
    ['.github/copilot-instructions.md', 'product'],
    ['.github/prompts/review.prompt.md', 'product'],
    ['.claude/agents/reviewer.md', 'product'],
    ['app/prompts/system.md', 'product'],
    ['docs/prompts/system.md', 'docs'],
    ['vendor/lib/x.py', 'vendored'],
    ['src/third_party/tests/test_x.py', 'vendored'],
    ['pip/_vendor/requests/api.py', 'vendored'],
    ['static/jquery.min.js', 'vendored'],
    ['public/app.bundle.js', 'vendored'],
  ] as const)('puts %s into %s', (path, scope) => {
    expect(scopeOf(path)).toBe(scope)
  })

  it('takes paths of any length in linear time', () => {
    const path = `${'test_'.repeat(50_000)}/${'a.'.repeat(100_000)}py`
    expect(scopeOf(path)).toBe('product')
  }, 20_000)
})
