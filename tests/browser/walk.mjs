// SPDX-License-Identifier: GPL-3.0-or-later
// walk.mjs MODULES CHROMIUM PICTURES: lives through the recipient's side in a real browser. TAP on standard output.
import { MFA_CODE, PASSWORD, USERNAME, makeFolder, startBrowser, startPortal, startSandbox } from './story.mjs'

const [modules, executable, pictures] = process.argv.slice(2)
const folder = makeFolder()
let sandbox = await startSandbox(folder, '--demo', '100', '--seed', '3')
const browser = await startBrowser(modules, executable, pictures)
const judge = browser.judge

const invite = (body, company = 0) => sandbox.api(`invitation/company/${sandbox.companies[company]}`, body)
const detail = id => sandbox.api(`invitation/${id}`)

// What is clicked leads to another page; what is read next must be of that one, even where both have the same heading, and
// its style must be there.
async function follow (page, target) {
  const there = page.waitForEvent('load')
  await target.click()
  await there
}

const press = (page, name) => follow(page, page.getByRole('button', { name, exact: true }))

function check (condition, what) {
  if (!condition) throw new Error(what)
}

// As a person would: in the outbox, the newest message.
async function readNewestMail (context) {
  const page = await context.newPage()
  await page.goto(`${sandbox.root}/outbox`)
  await follow(page, page.locator('.messages a').first())
  const text = await page.textContent('pre')
  await page.close()
  return text
}

async function chooseProvider (page, name, country) {
  await page.getByLabel('Country').selectOption(country)
  await page.getByLabel('Name of the provider').fill(name.slice(0, 5))
  await press(page, 'Search')
  await page.getByLabel(name).check()
  await press(page, 'Continue')
}

async function signIn (page, password = PASSWORD) {
  await page.getByLabel('User name').fill(USERNAME)
  await page.getByLabel('Password').fill(password)
  await press(page, 'Sign In')
}

async function finish (page) {
  const sites = page.locator('input[name=site]')
  for (let i = 0; i < Math.min(2, await sites.count()); i++) await sites.nth(i).check()
  await press(page, 'Finish')
}

async function findConnection (status) {
  for (const company of sandbox.companies) {
    const { connections } = await sandbox.api(`connection/company/${company}?status=${status}`)
    if (connections.length > 0) return connections[0].id
  }
  throw new Error(`the demo data has no connection in ${status}`)
}

const walks = {
  async 'contributor who verifies an address' () {
    const context = await browser.open()
    const page = await context.newPage()
    const made = await invite({ allowedEmails: ['ann@example.com'], maxUses: 1, sendEmail: true })
    await page.goto(made.invitationUrl)
    await judge(page, 'Verify your email address', '1-email')
    await page.getByLabel('Email address').fill('bob@example.com')
    await press(page, 'Send Code')
    await judge(page, 'Verify your email address', '1-email-wrong')
    await page.getByLabel('Email address').fill('ann@example.com')
    await press(page, 'Send Code')
    await judge(page, 'Enter the code', '1-code')
    const code = (await readNewestMail(context)).match(/\b\d{6}\b/)[0]
    await page.getByLabel('Code from the message').fill(code)
    await press(page, 'Continue')
    await judge(page, 'Who is your provider?', '2-provider')
    await chooseProvider(page, 'Northwind Power', 'US')
    await judge(page, 'Sign in to Northwind Power', '3-sign-in')
    await signIn(page)
    await judge(page, 'Choose sites and utility types', '4-sites')
    await press(page, 'Finish')
    await judge(page, 'Choose sites and utility types', '4-sites-wrong')
    await finish(page)
    await judge(page, 'Thank you', '5-thanks')
    const after = await detail(made.id)
    check(after.status === 'FULFILLED' && after.createdConnections.length === 1, 'the invitation is not fulfilled')
    check(after.events.map(e => e.eventType).join(' ') === 'CREATED EMAIL_SENT VIEWED EMAIL_VERIFIED USED',
      `the log is ${after.events.map(e => e.eventType).join(' ')}`)
    await context.close()
  },

  async 'mailed link, on a phone, in the dark, with a brand' () {
    const context = await browser.open({ viewport: { width: 360, height: 740 }, isMobile: true, colorScheme: 'dark' })
    const page = await context.newPage()
    await browser.lendLogo(context)
    await invite({ allowedEmails: ['ann@example.com'], sendEmail: true, prefill: { url: 'https://albion-energy.example.com', country: 'GB' } }, 2)
    await page.goto(`${sandbox.root}/outbox`)
    await judge(page, 'Outbox', 'outbox')
    await follow(page, page.locator('.messages a').first())
    await judge(page, 'Kestrel Hotels asks you to connect a utility account', 'outbox-message')
    await follow(page, page.locator('pre a'))
    await judge(page, 'Is this your provider?', 'phone-2-confirm')
    await press(page, 'Yes, Continue')
    await judge(page, 'Sign in to Albion Energy', 'phone-3-sign-in')
    check(!(await page.content()).match(/usher|nectar/i), 'the page names the service')
    await signIn(page)
    await judge(page, 'Enter the utility’s code', 'phone-3-mfa')
    await page.getByLabel('Code from the utility').fill('000000')
    await press(page, 'Continue')
    await judge(page, 'Enter the utility’s code')
    await page.getByLabel('Code from the utility').fill(MFA_CODE)
    await press(page, 'Continue')
    await judge(page, 'Choose sites and utility types', 'phone-4-sites')
    await finish(page)
    await judge(page, 'Thank you', 'phone-5-thanks')
    await context.close()
  },

  async 'reconnect, and set-up of codes' () {
    const context = await browser.open()
    const page = await context.newPage()
    const wrong = await findConnection('PASSWORD_INCORRECT')
    const made = await sandbox.api(`invitation/connection/${wrong}`, { maxUses: 1 })
    await page.goto(made.invitationUrl)
    const heading = await page.textContent('h1')
    check(heading.startsWith('Sign in to '), `the page is ${heading}`)
    await judge(page, heading, 'reconnect')
    await signIn(page)
    if (await page.textContent('h1') !== 'Thank you') {
      await page.getByLabel('Code from the utility').fill(MFA_CODE)
      await press(page, 'Continue')
    }
    await judge(page, 'Thank you')
    const expired = await findConnection('MFA_TOKEN_EXPIRED')
    const other = await sandbox.api(`invitation/connection/${expired}`, { maxUses: 1 })
    await page.goto(other.invitationUrl)
    await judge(page, 'Set up verification codes again', 'reconnect-mfa')
    await page.getByLabel('Code from the utility').fill(MFA_CODE)
    await press(page, 'Continue')
    await judge(page, 'Thank you')
    await context.close()
  },

  async 'closing the page and coming back' () {
    const context = await browser.open()
    const made = await invite({ maxUses: 1 })
    let page = await context.newPage()
    await page.goto(made.invitationUrl)
    await chooseProvider(page, 'Waitaki Lines', 'NZ')
    await judge(page, 'Sign in to Waitaki Lines')
    await page.close()
    page = await context.newPage()
    await page.goto(made.invitationUrl)
    await judge(page, 'Sign in to Waitaki Lines')
    await signIn(page, 'something else')
    await judge(page, 'Choose sites and utility types')
    await page.close()
    page = await context.newPage()
    await page.goto(made.invitationUrl)
    await judge(page, 'Choose sites and utility types')
    await finish(page)
    await judge(page, 'Thank you', '5-thanks-refused')
    check((await detail(made.id)).createdConnections[0].status === 'PASSWORD_INCORRECT', 'the password was taken')
    await context.close()
  },

  async 'keyboard only, in the dark' () {
    const context = await browser.open({ colorScheme: 'dark' })
    const page = await context.newPage()
    const made = await invite({ maxUses: 1, prefill: { url: 'https://nectarclimate.com', country: 'US' } })
    const focused = () => page.evaluate(() => document.activeElement.name || document.activeElement.textContent)
    const tabTo = async what => {
      for (let i = 0; i < 60; i++) {
        if (await focused() === what) return
        await page.keyboard.press('Tab')
      }
      throw new Error(`Tab never comes to ${what}`)
    }
    await page.goto(made.invitationUrl)
    await judge(page, 'Is this your provider?', 'dark-2-confirm')
    await tabTo('Yes, Continue')
    await page.keyboard.press('Enter')
    await page.waitForSelector('#username')
    await page.waitForLoadState('load')
    await judge(page, 'Sign in to Test Utility', 'dark-3-sign-in')
    await tabTo('username')
    await page.keyboard.type(USERNAME)
    await tabTo('password')
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForSelector('input[name=site]')
    await tabTo('site')
    await page.keyboard.press('Space')
    await tabTo('Finish')
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineWidth)
    check(outline === '3px', `the focus is not seen: ${outline}`)
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.querySelector('h1').textContent === 'Thank you')
    check((await detail(made.id)).status === 'FULFILLED', 'the invitation is not fulfilled')
    await context.close()
  },

  async 'without script' () {
    const context = await browser.open({ javaScriptEnabled: false, bypassCSP: false })
    const page = await context.newPage()
    const made = await invite({ maxUses: 1 })
    await page.goto(made.invitationUrl)
    await chooseProvider(page, 'Delta Netwerk', 'NL')
    await signIn(page)
    await finish(page)
    check(await page.textContent('h1') === 'Thank you', 'the walk did not come to its end')
    // Under the page's own policy, which the judge's visits switch off, the style is still there.
    const width = (await page.locator('main').boundingBox()).width
    check(width < 700, `the style is missing: the text is ${width} pixels wide`)
    await context.close()
  },

  async 'in a frame, from the origin that may and from no other' () {
    const portal = await startPortal()
    const stranger = await startPortal()
    const embedding = await startSandbox(makeFolder(), '--embed-origin', portal.origin)
    const made = await embedding.api(`invitation/company/${embedding.companies[0]}`, { maxUses: 1 })
    const context = await browser.open({ bypassCSP: false })
    const page = await context.newPage()
    await page.goto(portal.show(made.invitationUrl))
    const frame = page.frames()[1]
    check(await frame.locator('link[href="/p/style.css"]').count() === 1, 'the frame shows nothing')
    const send = async (name, heading) => {
      await frame.getByRole('button', { name, exact: true }).click()
      await frame.getByRole('heading', { name: heading, exact: true }).waitFor()
    }
    await frame.getByLabel('Northwind Power').check()
    await send('Continue', 'Sign in to Northwind Power')
    await frame.getByLabel('User name').fill(USERNAME)
    await frame.getByLabel('Password').fill(PASSWORD)
    await send('Sign In', 'Choose sites and utility types')
    await frame.locator('input[name=site]').first().check()
    await send('Finish', 'Thank you')
    const after = await embedding.api(`invitation/${made.id}`)
    check(after.status === 'FULFILLED', 'the invitation is not fulfilled')
    // Nobody else: another origin, and this one at a service that was not told of it.
    const own = await invite({ maxUses: 1 })
    for (const address of [stranger.show(made.invitationUrl), portal.show(own.invitationUrl)]) {
      const refused = page.waitForEvent('console', message => message.text().includes('frame-ancestors'))
      await page.goto(address)
      await refused
      check(await page.frames()[1].locator('link[href="/p/style.css"]').count() === 0, `${address} shows the page`)
    }
    await context.close()
    await embedding.stop()
    portal.stop()
    stranger.stop()
  },

  async 'dead ends' () {
    const context = await browser.open()
    const page = await context.newPage()
    const made = await invite({ expiresInSeconds: 3600 })
    const revoked = await invite({})
    await sandbox.api(`invitation/${revoked.id}/revoke`, {})
    await page.goto(revoked.invitationUrl)
    await judge(page, 'This invitation was revoked', 'end-revoked')
    await page.goto(`${revoked.invitationUrl}x`)
    await judge(page, 'There is no such invitation', 'end-unknown')
    const used = (await sandbox.api(`invitation/company/${sandbox.companies[0]}`)).invitations.find(i => i.status === 'FULFILLED')
    await page.goto(used.invitationUrl)
    await judge(page, 'This invitation has been used', 'end-used')
    const listed = await invite({ allowedEmails: ['ann@example.com'] })
    await page.goto(listed.invitationUrl)
    await page.getByLabel('Email address').fill('ann@example.com')
    await press(page, 'Send Code')
    const code = (await readNewestMail(context)).match(/\b\d{6}\b/)[0]
    for (let i = 0; i < 5; i++) {
      await page.getByLabel('Code from the message').fill(code === '000000' ? '000001' : '000000')
      await press(page, 'Continue')
    }
    await judge(page, 'Too many codes', 'end-codes')
    await sandbox.stop()
    sandbox = await startSandbox(folder, '--clock-offset', '7200')
    await page.goto((await detail(made.id)).invitationUrl)
    await judge(page, 'This invitation has expired', 'end-expired')
    await context.close()
  }
}

// A browser that hangs must not take the whole test with it.
const within = (ms, work) => {
  let timer
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${ms / 1000} seconds`)), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

let number = 0
let failed = false
console.log(`1..${Object.keys(walks).length}`)
for (const [name, walk] of Object.entries(walks)) {
  try {
    await within(120000, walk())
    console.log(`ok ${++number} - ${name}`)
  } catch (error) {
    failed = true
    console.log(`not ok ${++number} - ${name}`)
    console.log(String(error.stack).replace(/^/gm, '# '))
    console.error(`${name}: ${error.message}`) // what a test runner repeats at its end
  }
}
await within(10000, browser.close()).catch(() => {})
await sandbox.stop()
process.exit(failed ? 1 : 0)
