// SPDX-License-Identifier: GPL-3.0-or-later
// What every walk needs: the sandbox, its API, a browser, and the judgement of each page.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
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

export function makeFolder () {
  const folder = mkdtempSync(join(tmpdir(), 'usher-browser-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

// A browser whose pages are judged: nothing inaccessible, nothing wider than the screen.
export async function startBrowser (modules, executablePath, pictures) {
  const require = createRequire(join(modules, 'index.js'))
  const { chromium } = require('playwright-core')
  const axe = require.resolve('axe-core')
  const browser = await chromium.launch({ executablePath })
  mkdirSync(pictures, { recursive: true })
  return {
    close: () => browser.close(),
    async open (options = {}) {
      // The policy of the pages would keep the judge out, too; that it holds is tested over HTTP.
      const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1024, height: 768 }, ...options })
      context.setDefaultTimeout(60000)
      await context.route(url => url.hostname !== '127.0.0.1', route => route.fulfill({
        contentType: 'image/svg+xml',
        body: '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="32"><rect width="96" height="32" rx="6" fill="#fff"/></svg>'
      }))
      return context
    },
    async judge (page, heading, name) {
      const found = await page.textContent('h1')
      if (found !== heading) throw new Error(`the page is “${found}” instead of “${heading}”`)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      if (wide > 0) throw new Error(`“${heading}” is ${wide} pixels wider than the screen`)
      if (name) await page.screenshot({ path: join(pictures, `recipient-${name}.png`), fullPage: true })
      await page.addScriptTag({ path: axe })
      const { violations } = await page.evaluate(() => globalThis.axe.run(document))
      if (violations.length > 0) {
        throw new Error(`“${heading}”: ${violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' ')}`).join('; ')}`)
      }
    }
  }
}
