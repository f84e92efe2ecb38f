import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './load.ts';

/** Hugo's full build of a content folder, for comparison: a plain site of the same kinds of pages. */

const FILES: Record<string, string> = {
  'layouts/_default/baseof.html': `<!doctype html><html lang="en"><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ with .Params.excerpt }}{{ . }}{{ end }}">
<header><a href="/">{{ site.Title }}</a></header><main>{{ block "main" . }}{{ end }}</main></html>
`,
  'layouts/_default/single.html': `{{ define "main" }}<h1>{{ .Title }}</h1><p>{{ .Params.excerpt }}</p>
<time>{{ .Date.Format "January 2, 2006" }}</time> {{ range .Params.authors }}{{ . }}{{ end }}
{{ .TableOfContents }}{{ .Content }}
{{ range .Params.tags }}<a href="/tags/{{ . | urlize }}/">{{ . }}</a> {{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ end }}
`,
  'layouts/_default/list.html': `{{ define "main" }}<h1>{{ .Title }}</h1>
{{ range .Paginator.Pages }}<p><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Params.excerpt }}</p>{{ end }}
{{ with .Paginator.Next }}<a href="{{ .URL }}">Older</a>{{ end }}{{ end }}
`,
};

/** @returns seconds of the build */
export async function buildWithHugo(contentDir: string): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-hugo-'));
  try {
    for (const [file, text] of Object.entries(FILES)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    const settings = [
      'baseURL = "http://localhost/"',
      'title = "A corpus"',
      `contentDir = ${JSON.stringify(contentDir)}`,
      'paginate = 20',
      '[taxonomies]',
      'tag = "tags"',
    ];
    writeFileSync(path.join(folder, 'config.toml'), `${settings.join('\n')}\n`);
    const started = performance.now();
    await run('hugo', ['--quiet', '--source', folder, '--destination', path.join(folder, 'public')]);
    return (performance.now() - started) / 1000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
