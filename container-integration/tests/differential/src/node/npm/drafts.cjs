// SPDX-License-Identifier: Apache-2.0
// A server of websocket-driver, as faye-websocket joins it to a socket, with drafts allowed or not. Tells its port, then what happens: QUERY EVENT ARGUMENT, texts in
// base64.
'use strict';
const http = require('http');
const driver = require('websocket-driver');

const b64 = (text) => Buffer.from(text || '').toString('base64');
const tell = (...words) => process.stdout.write(words.join(' ').trim() + '\n');

const server = http.createServer();
server.on('upgrade', (request, socket, body) => {
  const allowDrafts = request.url.startsWith('/drafts');
  const name = request.url.split('?')[1];
  const ws = driver.http(request, { allowDrafts, maxLength: 1000 });
  ws.on('open', () => tell(name, 'open', ws.version));
  ws.on('message', (event) => {
    tell(name, 'message', b64(event.data));
    if (event.data === 'ping') ws.text(String(ws.ping('x')));
    else if (event.data === 'binary') ws.text(String(ws.binary(Buffer.from([1]))));
    else if (event.data === 'close') ws.close();
    else ws.text(event.data);
  });
  ws.on('close', () => {
    tell(name, 'close');
    socket.end();
  });
  socket.on('error', () => ws.close());
  socket.on('end', () => ws.close());
  ws.io.pipe(socket);
  ws.start();
  ws.io.write(body);
  socket.pipe(ws.io);
});
server.listen(0, '127.0.0.1', () => tell('port', server.address().port));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
