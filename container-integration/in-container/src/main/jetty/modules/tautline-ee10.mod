# SPDX-License-Identifier: Apache-2.0

[description]
Tautline serves the WebSocket endpoints of all ee10 web applications and is their WebSocket client.
Takes the place of ee10-websocket-jakarta, which may stay enabled beside it.

[environment]
ee10

[tags]
websocket

[depend]
client
ee10-annotations

[after]
ee10-websocket-jakarta

[lib]
lib/ee10-websocket/jakarta.websocket-api-*.jar
lib/ee10-websocket/jakarta.websocket-client-api-*.jar
lib/tautline/*.jar
