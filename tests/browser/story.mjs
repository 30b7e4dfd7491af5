// SPDX-License-Identifier: GPL-3.0-or-later
// What every walk needs: the sandbox, its API, a browser, and the judgement of each page.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export const USERNAME = 'nectar-sandbox-username'
export const PASSWORD = 'nectar-sandbox-password'
export const MFA_CODE = '246810'

// A service of its own for a folder; options are further arguments.
export async function startSandbox (folder, ...options) {
  const child = spawn(process.env.USHER_SANDBOX, ['--port', '0', '--data', folder, ...options],
    { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const line = await new Promise((resolve, reject) => {
    lines.once('line', resolve)
    child.once('exit', code => reject(new Error(`the sandbox ended with ${code}`)))
  })
  const told = JSON.parse(line)
  const root = new URL(told.baseUrl).origin
  return {
    root,
    companies: told.companies,
    async api (path, body) {
      const answer = await fetch(`${told.baseUrl}/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { 'X-API-Key': told.apiKey, 'Content-Type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body)
      })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return answer.json()
    },
    stop: () => new Promise(resolve => { child.once('exit', resolve); child.kill() })
  }
}

// Somebody's website that shows an address in a frame. As localhost it is another site than 127.0.0.1, so that cookies
// in the frame are those of a third party, as they would be for a real portal.
export async function startPortal () {
  const server = createServer((request, response) => {
    const address = new URL(request.url, 'http://localhost').searchParams.get('show') ?? ''
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end(`<!DOCTYPE html><title>Portal</title><iframe width="900" height="700" src="${encodeURI(address)}"></iframe>`)
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://localhost:${server.address().port}`
  return {
    origin,
    show: address => `${origin}/?show=${encodeURIComponent(address)}`,
    stop: () => { server.closeAllConnections(); server.close() }
  }
}

export function makeFolder () {
  const folder = mkdtempSync(join(tmpdir(), 'usher-browser-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

// A browser whose pages are judged: nothing inaccessible, nothing wider than the screen.
export async function startBrowser (modules, executablePath, pictures) {
  const require = createRequire(join(modules, 'index.js'))
  const { chromium } = require('playwright-core')
  const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
  const browser = await chromium.launch({ executablePath })
  mkdirSync(pictures, { recursive: true })
  return {
    close: () => browser.close(),
    async open (options = {}) {
      // The policy of the pages would keep the judge out, too; that it holds is tested over HTTP.
      const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1024, height: 768 }, ...options })
      context.setDefaultTimeout(60000)
      return context
    },
    // A brand's logo is on another machine, and tests ask none.
    async lendLogo (context) {
      await context.route('https://**', route => route.fulfill({
        contentType: 'image/svg+xml',
        body: '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="32"><rect width="96" height="32" rx="6" fill="#fff"/></svg>'
      }))
    },
    // A page that has a name is pictured, and judged in full; the same page seen again only has to be the one that
    // is expected, and fit the screen.
    async judge (page, heading, name) {
      const { found, wide } = await page.evaluate(() => ({
        found: document.querySelector('h1').textContent,
        wide: document.documentElement.scrollWidth - document.documentElement.clientWidth
      }))
      if (found !== heading) throw new Error(`the page is “${found}” instead of “${heading}”`)
      if (wide > 0) throw new Error(`“${heading}” is ${wide} pixels wider than the screen`)
      if (!name) return
      await page.screenshot({ path: join(pictures, `recipient-${name}.png`), fullPage: true })
      await page.evaluate(axe)
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
      if (violations.length > 0) {
        throw new Error(`“${heading}”: ${violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' ')}`).join('; ')}`)
      }
    }
  }
}
