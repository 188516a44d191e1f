// SPDX-License-Identifier: Apache-2.0
/**
 * Jakarta sessions on the engine's connections: the session, its remote endpoints and the way of messages to the endpoint. The
 * callback lane of the connection owns what is not said to be otherwise. Imports the endpoint model and the provider; no servlet, no container.
 */
@NullMarked
package dev.tautline.jakarta.session;

import org.jspecify.annotations.NullMarked;
