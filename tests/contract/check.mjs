// SPDX-License-Identifier: GPL-3.0-or-later
// check.mjs PRISM OPENAPI WALK: puts Prism as a proxy between Usher's client and the sandbox, so that both are
// measured against the description of the API by a program that knows neither. The client walks through every
// operation; plain requests then provoke the refusals that the client would not. TAP on stdout.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const [prism, description, walk] = process.argv.slice(2);
const data = mkdtempSync(join(tmpdir(), 'usher-contract-'));
const children = [];
const violations = [];
let n = 0;
let failed = false;

function report(ok, name, lines = []) {
  n++;
  failed ||= !ok;
  console.log(`${ok ? 'ok' : 'not ok'} ${n} - ${name}`);
  for (const line of lines)
    console.log(`# ${line}`);
}

function start(command, args, env = {}) {
  const child = spawn(command, args, {
    env: { ...process.env, ...env, NO_COLOR: '1', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return { child, lines: createInterface({ input: child.stdout }) };
}

function finish(code) {
  for (const child of children)
    child.kill('SIGTERM');
  rmSync(data, { recursive: true, force: true });
  console.log(`1..${n}`);
  process.exit(code);
}

const patience = setTimeout(() => {
  console.log('Bail out! The contract check took too long');
  finish(1);
}, 110000);
patience.unref();

const freePort = () => new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

// Prism writes its findings after the answer has gone: a request of ours with a finding of its own marks the
// place up to which everything has been written.
const port = await freePort();
const base = `http://127.0.0.1:${port}`;
let marked = null;
async function takeViolations(key) {
  const seen = new Promise((done) => { marked = done; });
  await fetch(`${base}/mark-${Date.now()}`, { headers: { 'X-API-Key': key } });
  await seen;
  return violations.splice(0);
}

const sandbox = start(process.env.USHER_SANDBOX, ['--port', '0', '--data', data, '--demo', '700', '--seed', '11']);
const { baseUrl, apiKey, companies } = JSON.parse(await new Promise((done) => sandbox.lines.once('line', done)));

const proxy = start('node', [prism, 'proxy', description, baseUrl, '--host', '127.0.0.1', '--port', `${port}`]);
await new Promise((done) => {
  let request = '';
  proxy.lines.on('line', (line) => {
    if (line.includes('is listening'))
      done();
    const received = line.match(/\[HTTP SERVER\] (\S+ \S+) .*Request received/);
    if (received)
      request = received[1];
    const violation = line.match(/Violation: (.*)/);
    if (violation && request.startsWith('get /mark-'))
      marked?.();
    else if (violation)
      violations.push(`${request}: ${violation[1]}`);
  });
});

// 1. The client, through every operation.
const walker = start(walk, [base], { USHER_API_KEY: apiKey });
const said = [];
walker.lines.on('line', (line) => said.push(line));
const code = await new Promise((done) => walker.child.on('close', done));
report(code === 0, 'the client walks through every operation', code === 0 ? [] : said);
for (const operation of ['ping', 'listCompanies', 'getCompany', 'listConnections', 'getConnection', 'createContributor',
  'createReconnect', 'listInvitations', 'getInvitation', 'resendInvitation', 'revokeInvitation'])
  report(said.includes(operation), `the client reached ${operation}`);
let found = await takeViolations(apiKey);
report(found.length === 0, 'the client and the sandbox keep to the description', [...new Set(found)].slice(0, 40));

// 2. Refusals and corners, by plain requests. `violates`: what the request itself does wrong, if anything.
const company = companies[0];
const unknown = '00000000-0000-4000-8000-0000000000ff';
const invitations = await (await fetch(`${base}/invitation/company/${company}`, { headers: { 'X-API-Key': apiKey } })).json();
const ended = invitations.invitations.find((one) => one.status !== 'ACTIVE');
const json = { 'Content-Type': 'application/json' };
const create = (body) => ({ method: 'POST', path: `/invitation/company/${company}`, body: JSON.stringify(body) });
const requests = [
  { name: 'a wrong key', path: '/ping', key: 'wrong', status: 401 },
  { name: 'no key', path: '/ping', key: null, status: 401, violates: /Invalid security/ },
  { name: 'an unknown company', path: `/company/${unknown}`, status: [403, 404] },
  { name: 'an unknown connection', path: `/connection/${unknown}/details`, status: 404 },
  { name: 'an unknown invitation', path: `/invitation/${unknown}`, status: 404 },
  { name: 'a page past the end', path: `/invitation/company/${company}?page=9999`, status: 200 },
  { name: 'one connection a page', path: `/connection/company/${company}?limit=1&page=2`, status: 200 },
  { name: 'connections of a state', path: `/connection/company/${company}?status=CONNECTED`, status: 200 },
  { name: 'too short an expiry', ...create({ expiresInSeconds: 59 }), status: 400, violates: /expiresInSeconds/ },
  { name: 'no uses', ...create({ maxUses: 0 }), status: 400, violates: /maxUses/ },
  { name: 'a text in place of a number', ...create({ maxUses: 'many' }), status: 400, violates: /maxUses/ },
  { name: 'no address', ...create({ allowedEmails: ['nobody'] }), status: 400, violates: /allowedEmails/ },
  { name: 'a long country', ...create({ prefill: { country: 'USA' } }), status: 400, violates: /country/ },
  { name: 'a foreign site', ...create({ prefill: { initialSites: [unknown] } }), status: 400 },
  { name: 'an empty body', ...create({}), status: 201 },
  { name: 'revoking what has ended', method: 'POST', path: `/invitation/${ended.id}/revoke`, status: 400 },
  { name: 'resending what has ended', method: 'POST', path: `/invitation/${ended.id}/resend`, status: 400 },
  { name: 'the webhook portal', path: '/webhook', status: [200, 404] },
];
await takeViolations(apiKey);
for (const { name, method = 'GET', path, key = apiKey, body, status, violates } of requests) {
  const headers = { ...(key ? { 'X-API-Key': key } : {}), ...(body ? json : {}) };
  const answer = await fetch(base + path, { method, headers, body });
  const text = await answer.text();
  found = await takeViolations(apiKey);
  const ofRequest = found.filter((one) => /: request/.test(one));
  const problems = found.filter((one) => !/: request/.test(one));
  if (![status].flat().includes(answer.status))
    problems.push(`status ${answer.status} instead of ${status}: ${text.slice(0, 300)}`);
  // Also the proof that the validator is awake: what we do wrong it must tell.
  if (violates ? !ofRequest.some((one) => violates.test(one)) : ofRequest.length > 0)
    problems.push(`the request: expected ${violates ?? 'nothing'}, told: ${ofRequest.join('; ') || 'nothing'}`);
  report(problems.length === 0, name, problems);
}
finish(failed ? 1 : 0);
