import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {packages} from '../../../../src/detectors/packages/index.ts'
import type {Asset} from '../../../../src/inventory/asset.ts'
import {detect} from '../../../support/detect.ts'

function rowOf(asset: Asset): string {
  if (asset.kind !== 'package') return asset.kind
  const {scope, direct, declared = []} = asset.facts
  const lines = asset.evidence.map(({path, line}) => `${path}:${line ?? ''}`).sort()
  return [asset.purl ?? asset.id, direct ? 'direct' : 'transitive', scope, declared.join(' || '), lines.join(' ')].join(
    ' | ',
  )
}

async function rows(files: Record<string, string>): Promise<string[]> {
  return (await detect(packages, files)).assets.map(rowOf)
}

describe('Go', () => {
  it('reads requirements in both forms, what is indirect, what is replaced, and go.sum as a property', async () => {
    const files = {
      'go.mod': [
        'module example.com/app',
        'require github.com/sashabaranov/go-openai v1.36.0',
        'require (',
        '\tgithub.com/cohere-ai/cohere-go/v2 v2.12.2 // indirect',
        '\tgithub.com/IBM/watsonx-go v1.0.1',
        '\texample.com/here v0.0.0',
        ')',
        'replace github.com/IBM/watsonx-go => github.com/fork/watsonx-go v1.0.2',
        'replace example.com/here => ./here',
      ].join('\n'),
      'go.sum':
        'github.com/sashabaranov/go-openai v1.36.0 h1:abc=\ngithub.com/sashabaranov/go-openai v1.36.0/go.mod h1:def=\nother.com/x v1.0.0 h1:z=\n',
    }
    expect(await rows(files)).toEqual([
      'package:golang/example.com/here?path=here | direct | runtime |  | go.mod:6',
      'pkg:golang/github.com/cohere-ai/cohere-go/v2@v2.12.2 | transitive | runtime | v2.12.2 | go.mod:4',
      'pkg:golang/github.com/fork/watsonx-go@v1.0.2 | direct | runtime | v1.0.2 | go.mod:5',
      'pkg:golang/github.com/sashabaranov/go-openai@v1.36.0 | direct | runtime | v1.36.0 | go.mod:2',
    ])
    const [, , , openai] = (await detect(packages, files)).assets
    expect([openai?.digests, openai?.properties]).toEqual([[], {'aibom:package:go-sum': ['h1:abc=']}])
  })
})

describe('Maven and Gradle', () => {
  it('resolves properties and managed versions of the file and the parents above; what is only managed is no dependency', async () => {
    const parent = `<project><version>9</version><properties><ai.version>1.0.1</ai.version></properties><dependencyManagement><dependencies>
      <dependency><groupId>org.springframework.ai</groupId><artifactId>spring-ai-openai</artifactId><version>\${ai.version}</version></dependency>
      <dependency><groupId>unused</groupId><artifactId>unused</artifactId><version>1</version></dependency></dependencies></dependencyManagement></project>`
    const own = `<project><parent><version>9</version></parent><dependencies>
      <dependency><groupId>org.springframework.ai</groupId><artifactId>spring-ai-openai</artifactId></dependency>
      <dependency><groupId>dev.langchain4j</groupId><artifactId>langchain4j</artifactId><version>\${nobody.knows}</version></dependency>
      <dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.13</version><scope>test</scope></dependency>
    </dependencies></project>`
    expect(await rows({'pom.xml': parent, 'app/pom.xml': own})).toEqual([
      'pkg:maven/dev.langchain4j/langchain4j | direct | runtime |  | app/pom.xml:3',
      'pkg:maven/junit/junit@4.13 | direct | dev | 4.13 | app/pom.xml:4',
      'pkg:maven/org.springframework.ai/spring-ai-openai@1.0.1 | direct | runtime | 1.0.1 | app/pom.xml:2 pom.xml:2',
    ])
  })

  it('reads build files by pattern, with catalogues, variables and locks', async () => {
    const files = {
      'gradle/libs.versions.toml':
        '[versions]\ntflite = "16.4.0"\n[libraries]\nplay-tflite = { group = "com.google.android.gms", name = "play-services-tflite-java", version.ref = "tflite" }\nunused = "a:b:1"\nkoog_agents = "ai.koog:koog-agents:0.1.0"\n[bundles]\nai = ["koog_agents"]\n',
      'gradle.properties': 'langchainVersion=1.2.0\n',
      'app/build.gradle.kts': [
        '// implementation("commented:out:1")',
        'dependencies {',
        '  implementation(libs.play.tflite)',
        '  api(libs.bundles.ai)',
        '  implementation("dev.langchain4j:langchain4j:$langchainVersion")',
        '  implementation(platform("org.springframework.ai:spring-ai-bom:1.0.0"))',
        '  testImplementation("junit:junit:4.+")',
        "  runtimeOnly group: 'com.openai', name: 'openai-java', version: '0.9.0'",
        '}',
      ].join('\n'),
      'app/gradle.lockfile':
        'junit:junit:4.13.2=testRuntimeClasspath\ncom.openai:openai-java-core:0.9.0=runtimeClasspath\nempty=\n',
    }
    expect(await rows(files)).toEqual([
      'pkg:maven/ai.koog/koog-agents@0.1.0 | direct | runtime | 0.1.0 | app/build.gradle.kts:4 gradle/libs.versions.toml:6',
      'pkg:maven/com.google.android.gms/play-services-tflite-java@16.4.0 | direct | runtime | 16.4.0 | app/build.gradle.kts:3 gradle/libs.versions.toml:4',
      'pkg:maven/com.openai/openai-java-core@0.9.0 | transitive | runtime |  | app/gradle.lockfile:2',
      'pkg:maven/com.openai/openai-java@0.9.0 | direct | runtime | 0.9.0 | app/build.gradle.kts:8',
      'pkg:maven/dev.langchain4j/langchain4j@1.2.0 | direct | runtime | 1.2.0 | app/build.gradle.kts:5',
      'pkg:maven/junit/junit@4.13.2 | direct | dev | 4.+ | app/build.gradle.kts:7 app/gradle.lockfile:1',
    ])
  })

  it("takes a digest of Gradle's verification file only for the archive of the package", async () => {
    const hex = 'a'.repeat(64)
    const found = await detect(packages, {
      'gradle/verification-metadata.xml': `<verification-metadata><components><component group="g" name="a" version="1"><artifact name="a-1.pom"><sha256 value="${'b'.repeat(64)}"/></artifact><artifact name="a-1.jar"><sha256 value="${hex}"/></artifact></component></components></verification-metadata>`,
      'build.gradle': 'implementation "g:a:1"\n',
    })
    expect(found.assets.map(({digests}) => digests)).toEqual([[{alg: 'sha256', hex, of: 'content', from: 'declared'}]])
  })
})

describe('.NET', () => {
  it('takes versions from the project, from central files and properties; a central version alone is no dependency', async () => {
    const files = {
      'Directory.Packages.props':
        '<Project><PropertyGroup><AiVersion>1.2.3</AiVersion></PropertyGroup><ItemGroup><PackageVersion Include="Microsoft.SemanticKernel" Version="$(AiVersion)" />\n<PackageVersion Include="Unused" Version="1.0.0" /></ItemGroup></Project>',
      'app/App.csproj':
        '\ufeff<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>\n<PackageReference Include="microsoft.semantickernel" />\n<PackageReference Include="OllamaSharp"><Version>[4.0,5.0)</Version></PackageReference>\n<PackageReference Include="Analyzers" Version="1.0.0" PrivateAssets="all" /></ItemGroup></Project>',
    }
    expect(await rows(files)).toEqual([
      'pkg:nuget/Analyzers@1.0.0 | direct | dev | 1.0.0 | app/App.csproj:4',
      'pkg:nuget/OllamaSharp | direct | runtime | [4.0,5.0) | app/App.csproj:3',
      'pkg:nuget/microsoft.semantickernel@1.2.3 | direct | runtime | 1.2.3 | Directory.Packages.props:1 app/App.csproj:2',
    ])
  })

  it('reads packages.lock.json with its edges; its hash is no digest of the file', async () => {
    const found = await detect(packages, {
      'packages.lock.json': JSON.stringify({
        dependencies: {
          net8: {
            OpenAI: {
              type: 'Direct',
              resolved: '2.0.0',
              contentHash: 'abc==',
              dependencies: {'System.ClientModel': '1.1.0'},
            },
            'System.ClientModel': {type: 'Transitive', resolved: '1.1.0', contentHash: 'def=='},
            mine: {type: 'Project'},
          },
        },
      }),
    })
    expect(found.assets.map(asset => [asset.purl, asset.digests, asset.properties])).toEqual([
      ['pkg:nuget/OpenAI@2.0.0', [], {'aibom:package:content-hash': ['abc==']}],
      ['pkg:nuget/System.ClientModel@1.1.0', [], {'aibom:package:content-hash': ['def==']}],
    ])
    expect(found.relationships).toContainEqual({
      from: 'package:nuget/OpenAI@2.0.0',
      to: 'package:nuget/System.ClientModel@1.1.0',
      kind: 'depends-on',
    })
  })
})

describe('Cargo', () => {
  it('joins manifest, workspace and lock; what only tests reach is theirs', async () => {
    const checksum = 'c'.repeat(64)
    const commit = 'd'.repeat(40)
    const found = await detect(packages, {
      'Cargo.toml':
        '[workspace.dependencies]\nhf-hub = { git = "https://github.com/huggingface/hf-hub" }\ncandle-nn = "0.8"\n',
      'app/Cargo.toml':
        '[dependencies]\nhf-hub = { workspace = true }\ncandle = { package = "candle-core", version = "0.8" }\n[dev-dependencies]\ntempfile = "3"\n',
      'Cargo.lock': `version = 4
[[package]]
name = "app"
version = "0.1.0"
[[package]]
name = "candle-core"
version = "0.8.2"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "${checksum}"
dependencies = ["tempfile 3.1.0", "half"]
[[package]]
name = "half"
version = "2.0.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
[[package]]
name = "hf-hub"
version = "0.3.2"
source = "git+https://github.com/huggingface/hf-hub#${commit}"
[[package]]
name = "tempfile"
version = "3.2.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
[[package]]
name = "tempfile"
version = "3.1.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
`,
    })
    expect(found.assets.map(rowOf)).toEqual([
      'pkg:cargo/candle-core@0.8.2 | direct | runtime | 0.8 | Cargo.lock:6 app/Cargo.toml:3',
      'pkg:cargo/half@2.0.0 | transitive | runtime |  | Cargo.lock:12',
      `pkg:cargo/hf-hub@0.3.2?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fhuggingface%2Fhf-hub%40${commit} | direct | runtime |  | Cargo.lock:16 Cargo.toml:2 app/Cargo.toml:2`,
      'pkg:cargo/tempfile@3.1.0 | transitive | runtime |  | Cargo.lock:24',
      'pkg:cargo/tempfile@3.2.0 | direct | dev | 3 | Cargo.lock:20 app/Cargo.toml:5',
    ])
    expect(found.assets[0]?.digests).toEqual([{alg: 'sha256', hex: checksum, of: 'content', from: 'declared'}])
  })
})

describe('Ruby and PHP', () => {
  it('reads Gemfile, gemspec and the lock with its checksums', async () => {
    const found = await detect(packages, {
      Gemfile:
        'source "https://rubygems.org"\ngem "ruby-openai", "~> 7.0"\ngroup :test do\n  gem "rspec"\nend\ngem "tokenizers"\n',
      'Gemfile.lock': `GEM\n  remote: https://rubygems.org/\n  specs:\n    ruby-openai (7.3.1)\n      faraday (>= 1)\n    faraday (2.12.0)\n    rspec (3.13.0)\n\nDEPENDENCIES\n  ruby-openai (~> 7.0)\n  rspec\n\nCHECKSUMS\n  ruby-openai (7.3.1) sha256=${'e'.repeat(64)}\n`,
      'x.gemspec': 'spec.add_dependency "anthropic", "= 0.4.1"\n',
    })
    expect(found.assets.map(rowOf)).toEqual([
      'pkg:gem/anthropic@0.4.1 | direct | runtime | = 0.4.1 | x.gemspec:1',
      'pkg:gem/faraday@2.12.0 | transitive | runtime |  | Gemfile.lock:6',
      'pkg:gem/rspec@3.13.0 | direct | dev |  | Gemfile.lock:7 Gemfile:4',
      'pkg:gem/ruby-openai@7.3.1 | direct | runtime | ~> 7.0 | Gemfile.lock:4 Gemfile:2',
      'pkg:gem/tokenizers | direct | runtime |  | Gemfile:6',
    ])
    expect(found.assets.find(({name}) => name === 'ruby-openai')?.digests).toHaveLength(1)
  })

  it('reads composer files without PHP and its extensions', async () => {
    expect(
      await rows({
        'composer.json':
          '{"require": {"php": "^8.2", "ext-json": "*", "openai-php/client": "^0.10"}, "require-dev": {"pestphp/pest": "^3"}}',
        'composer.lock':
          '{"packages": [{"name": "openai-php/client", "version": "v0.10.3", "require": {"php": "^8.1", "psr/http-client": "^1"}, "dist": {"shasum": ""}}, {"name": "psr/http-client", "version": "1.0.3"}], "packages-dev": []}',
      }),
    ).toEqual([
      'pkg:composer/openai-php/client@v0.10.3 | direct | runtime | ^0.10 | composer.json:1 composer.lock:1',
      'pkg:composer/pestphp/pest | direct | dev | ^3 | composer.json:1',
      'pkg:composer/psr/http-client@1.0.3 | transitive | runtime |  | composer.lock:1',
    ])
  })
})

describe('Swift', () => {
  it('reads Package.swift, Xcode projects and Package.resolved', async () => {
    const commit = 'f'.repeat(40)
    expect(
      await rows({
        'Package.swift':
          'let package = Package(dependencies: [\n  .package(url: "https://github.com/ml-explore/mlx-swift-examples.git", from: "2.25.0"),\n  .package(url: "https://github.com/argmaxinc/WhisperKit", exact: "0.9.0"),\n])\n',
        'Package.resolved': `{"pins": [{"identity": "mlx-swift-examples", "location": "https://github.com/ml-explore/mlx-swift-examples", "state": {"revision": "${commit}", "version": "2.25.4"}}], "version": 3}`,
        'App.xcodeproj/project.pbxproj':
          '\t\t\tisa = XCRemoteSwiftPackageReference;\n\t\t\trepositoryURL = "https://github.com/MacPaw/OpenAI.git";\n\t\t\trequirement = {\n\t\t\t\tkind = upToNextMajorVersion;\n\t\t\t\tminimumVersion = 0.4.0;\n',
      }),
    ).toEqual([
      'pkg:swift/github.com/MacPaw/OpenAI | direct | runtime | upToNextMajorVersion 0.4.0 | App.xcodeproj/project.pbxproj:1',
      'pkg:swift/github.com/argmaxinc/WhisperKit@0.9.0 | direct | runtime | 0.9.0 | Package.swift:3',
      'pkg:swift/github.com/ml-explore/mlx-swift-examples@2.25.4 | direct | runtime | from 2.25.0 | Package.resolved:1 Package.swift:2',
    ])
  })
})

describe('bad input', () => {
  const names = [
    'go.mod',
    'pom.xml',
    'build.gradle',
    'x.versions.toml',
    'a.csproj',
    'Cargo.toml',
    'Cargo.lock',
    'Gemfile',
    'Gemfile.lock',
    'composer.lock',
    'Package.resolved',
    'packages.lock.json',
    'project.pbxproj',
    'Package.swift',
    'gradle.lockfile',
  ]

  it.each([
    ['pom.xml', '<!DOCTYPE p [<!ENTITY a "b">]><project/>'],
    ['pom.xml', '<project>'],
    ['Cargo.lock', '[[package'],
    ['composer.json', '[]'],
    ['packages.lock.json', '{'],
  ])('%s that is broken is a gap', async (name, text) => {
    const found = await detect(packages, {[name]: text})
    expect([found.assets, found.gaps?.map(({code, path}) => [code, path])]).toEqual([[], [['syntax', name]]])
  })

  it('never throws, whatever the text', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.string({unit: fc.constantFrom(...'<>/"\'={}[]():.\n -,ab1$', 'require ', 'gem ')}),
        async (name, text) => {
          await detect(packages, {[name]: text})
        },
      ),
    ))

  it.each(names)(
    '%s of one long line takes linear time',
    async name => {
      for (const piece of ['a', '(', ' ', '"', '\t', '$', '.package(url: "', 'implementation("a:', '=> '])
        await detect(packages, {[name]: piece.repeat(300_000 / piece.length)})
    },
    20_000,
  )
})

describe('comments in build files', () => {
  it('sees none in globs and addresses', async () => {
    const files = {
      'build.gradle.kts': [
        'tasks { description = "Reads blog/*.md" }',
        'val chain_version = "1.2.3" // set here',
        '/* implementation("com.acme:old:1")',
        ' */ implementation("com.acme:chain:$chain_version")',
        'maven("https://repo.acme.example/*") /* one */ // two',
        'implementation("com.acme:last:2.0") /* open',
        'implementation("com.acme:never:1")',
      ].join('\n'),
    }
    expect((await rows(files)).map(row => row.split(' | ')[0])).toEqual([
      'pkg:maven/com.acme/chain@1.2.3',
      'pkg:maven/com.acme/last@2.0',
    ])
  })
})
