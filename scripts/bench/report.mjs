// A long report with everything that reports are made of, the same for the same size.

const japanese = [
  '勾配降下法は誤差関数を最小化するパラメータを見つける。',
  '学習率が大きすぎると発散し、小さすぎると収束が遅い。',
  '「バッチ正規化」は**収束**を早め、*汎化性能*も高める。',
  '誤差逆伝播法は連鎖律を用いて、',
]

/** One section: 50 lines. */
function section(k) {
  const formula = `\\frac{\\partial E_{${k}}}{\\partial w_{ji}} = \\sum_{k=1}^{${k % 97}} \\delta_k x_i`
  return `## Section ${k}: 第${k}節 \\label{sec:${k}}

Gradient descent *minimises* the **loss** of \`model${k}\` by [steps](https://example.org/${k}) along $-\\nabla E_{${k}}$; see
Section \\ref{sec:${k}}, equation \\eqref{eq:${k}} and [@work${k % 50}, p. ${k}].[^note-${k}] It is ~~slow~~ fast, and
_nothing_ else matters: $x_i \\in \\mathbb{R}^n$, $\\sigma(x) = \\frac{1}{1 + e^{-x}}$ and $w_{${k}}$.

${japanese[k % 4]}
${japanese[(k + 1) % 4]}
式 $y = Wx + b$ の微分は $\\partial y / \\partial W$ である。

$$
${formula}
\\label{eq:${k}}
$$

| layer | weights | formula |
| --- | ---: | :---: |
| first | ${k} | $a_{${k % 13}}$ |
| second | ${k + 1} | **bold** |
| 三番目 | ${k + 2} | \`code\` |

\\label{tab:${k}} The layers of model ${k}.

- first
  - nested with *emphasis*
  - another [link](#list-${k})
- second, with \`code\`
1. 一番目
2. 二番目

### List ${k}

\`\`\`python
def step_${k}(w, x, rate=0.${k}):
    """One step."""
    return w - rate * gradient(w, x)  # descent ${k % 7}
\`\`\`

> [!NOTE]
> The learning rate of section ${k} is *small*.

> A quotation of ${k} lines,
> それは二行である。

<div class="box">HTML &amp; text ${k}</div>

[^note-${k}]: A footnote about section ${k}, with $z_{${k % 11}}$.

`
}

/** @returns the files of a report of about \`lines\` lines */
export function mixedReport(lines) {
  const size = section(0).split('\n').length - 1
  const sections = Array.from({ length: Math.max(1, Math.round(lines / size)) }, (_, k) => section(k))
  const cell = '```ts run #values\nconst values = [1, 2, 3].map(x => x * x)\nvalues\n```\n\n\\output{values}\n\n'
  const value =
    'The largest is `{ts} Math.max(...values)`, and \\claim{values.length === 3}{there are three of them}.\n\n'
  const head = '---\ntitle: A long report\nreferences: works.bib\n---\n\n\\toc\n\n'
  return {
    'index.md': head + cell + value + sections.join(''),
    'works.bib': Array.from(
      { length: 50 },
      (_, k) => `@article{work${k}, author = {A. Author and B. Other}, title = {Work ${k}}, year = {${1970 + k}}}\n`,
    ).join(''),
  }
}
