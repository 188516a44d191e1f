# SPDX-License-Identifier: Apache-2.0

[description]
Tautline serves the WebSocket endpoints of all ee11 web applications and is their WebSocket client.
Takes the place of ee11-websocket-jakarta, which may stay enabled beside it.

[environment]
ee11

[tags]
websocket

[depend]
client
ee11-annotations

[after]
ee11-websocket-jakarta

[lib]
lib/ee11-websocket/jakarta.websocket-api-*.jar
lib/ee11-websocket/jakarta.websocket-client-api-*.jar
lib/tautline/*.jar
