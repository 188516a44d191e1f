// SPDX-License-Identifier: Apache-2.0
// A server or a client of the real packages. Tells what happens in lines: NAME EVENT ARGUMENTS, texts in base64.
'use strict';
const http = require('http');
const readline = require('readline');
const { WebSocket, WebSocketServer } = require('ws');
const FayeWebSocket = require('faye-websocket');
const deflate = require('permessage-deflate');

const b64 = (text) => Buffer.from(text || '').toString('base64');
const tell = (...words) => process.stdout.write(words.join(' ') + '\n');

function echoWs(name, ws) {
  ws.on('message', (data, isBinary) => {
    tell(name, 'message', isBinary ? 'binary' : 'text', b64(data));
    ws.send(data, { binary: isBinary });
  });
  ws.on('ping', (data) => tell(name, 'ping', b64(data)));
  ws.on('pong', (data) => tell(name, 'pong', b64(data)));
  ws.on('error', (error) => tell(name, 'error', error.code || '-', b64(error.message)));
  ws.on('close', (code, reason) => tell(name, 'close', code, b64(reason)));
}

function echoFaye(name, ws) {
  ws.on('message', (event) => {
    const binary = typeof event.data !== 'string';
    tell(name, 'message', binary ? 'binary' : 'text', b64(event.data));
    ws.send(event.data);
  });
  ws.on('error', (event) => tell(name, 'error', '-', b64(event.message)));
  ws.on('close', (event) => tell(name, 'close', event.code, b64(event.reason)));
}

function wsServer(name, { verify, choose, ...options }) {
  if (verify) options.verifyClient = (info, done) => done(verify.result, verify.code, verify.name, verify.headers);
  if (choose !== undefined) options.handleProtocols = () => choose;
  const server = new WebSocketServer({ ...options, host: '127.0.0.1', port: 0 });
  server.on('connection', (ws) => {
    tell(name, 'open', b64(ws.protocol), b64(ws.extensions));
    echoWs(name, ws);
  });
  server.on('listening', () => tell(name, 'port', server.address().port));
}

function fayeServer(name, { protocols, compress, ...options }) {
  const server = http.createServer();
  server.on('upgrade', (request, socket, body) => {
    if (compress) options.extensions = [deflate];
    const ws = new FayeWebSocket(request, socket, body, protocols || [], options);
    ws.on('open', () => tell(name, 'open', b64(ws.protocol), ''));
    echoFaye(name, ws);
  });
  server.listen(0, '127.0.0.1', () => tell(name, 'port', server.address().port));
}

// [WHEN, METHOD, ...ARGUMENTS]: what the application does at once, or on an event.
function act(name, ws, actions) {
  for (const [when, method, ...args] of actions || []) {
    const perform = () => {
      try {
        ws[method](...args);
      } catch (error) {
        tell(name, 'thrown');
      }
    };
    if (when === 'start') perform();
    else ws.on(when, perform);
  }
}

function wsClient(name, url, { protocols, actions, ...options }) {
  const ws = new WebSocket(url, protocols || [], options);
  ws.on('open', () => tell(name, 'open', b64(ws.protocol), b64(ws.extensions)));
  echoWs(name, ws);
  act(name, ws, actions);
}

function fayeClient(name, url, { protocols, compress, actions, ...options }) {
  if (compress) options.extensions = [deflate];
  const ws = new FayeWebSocket.Client(url, protocols || [], options);
  ws.on('open', () => tell(name, 'open', b64(ws.protocol), ''));
  echoFaye(name, ws);
  act(name, ws, actions);
}

const kinds = { 'ws-server': wsServer, 'faye-server': fayeServer, 'ws-client': wsClient, 'faye-client': fayeClient };
const commands = readline.createInterface({ input: process.stdin });
commands.on('line', (line) => {
  const [kind, name, ...rest] = line.split(' ');
  try {
    if (kind.endsWith('-server')) kinds[kind](name, JSON.parse(rest.join(' ')));
    else kinds[kind](name, rest[0], JSON.parse(rest.slice(1).join(' ')));
  } catch (error) {
    tell(name, 'thrown', b64(error.message));
  }
});
commands.on('close', () => process.exit(0));
