// SPDX-License-Identifier: Apache-2.0
/**
 * The native API: servers, clients and sockets with the semantics of ws and faye-websocket. Stands on {@code internal.connection} beside the
 * Jakarta face and knows neither containers nor HTTP libraries; those come by {@code ServiceLoader} or from the application.
 */
@NullMarked
package dev.tautline;

import org.jspecify.annotations.NullMarked;
