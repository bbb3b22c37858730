import { expect, test } from 'vitest'
import { rewriteHtml } from './html.ts'

function rewrite(html: string) {
  const seen: string[] = []
  const ids: string[] = []
  const written = rewriteHtml(html, {
    url: (url, tagName, offset) => {
      seen.push(`${tagName} ${url}`)
      expect(html.slice(offset)).toMatch(/^[a-z/#]/)
      return `../${url}`
    },
    id: id => ids.push(id),
  })
  return { written, seen, ids }
}

test('addresses in raw HTML are rewritten, and nothing else', () => {
  const { written, seen, ids } = rewrite(
    '<a  href=\'x.md\' title="a > b">T</a> <IMG SRC=a.png alt="">\n<video poster="p.png"><source src="v.mp4?a=1&amp;b=2"></video>' +
      '<p id="here">&lt;a href="no"&gt;</p><a name="old"></a>',
  )
  expect(written).toBe(
    '<a  href="../x.md" title="a > b">T</a> <IMG SRC="../a.png" alt="">\n<video poster="../p.png"><source src="../v.mp4?a=1&amp;b=2"></video>' +
      '<p id="here">&lt;a href="no"&gt;</p><a name="old"></a>',
  )
  expect(seen).toEqual(['a x.md', 'img a.png', 'video p.png', 'source v.mp4?a=1&b=2'])
  expect(ids).toEqual(['here', 'old'])
})

test('all candidates of a srcset are', () => {
  expect(rewrite('<img srcset="a.png 1x, b.png 2x">').written).toBe('<img srcset="../a.png 1x, ../b.png 2x">')
})

test('that of a script is', () => {
  const { written, seen } = rewrite('<script src="a.js">"<a href=x>"</script><script src=b.js></script>')
  expect(written).toBe('<script src="../a.js">"<a href=x>"</script><script src="../b.js"></script>')
  expect(seen).toEqual(['script a.js', 'script b.js'])
})

test('comments, scripts and styles are not looked into', () => {
  const html = '<!-- <a href="x"> --><script>"<a href=x>"</script><style>/* <a href="x"> */</style><!-- <a href="x">'
  expect(rewrite(html)).toEqual({ written: html, seen: [], ids: [] })
})
