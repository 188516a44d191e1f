// SPDX-License-Identifier: Apache-2.0
/** Opening handshakes in Jakarta's terms: the application's configurator has its say between the rules and the answer. Stateless. */
@NullMarked
package dev.tautline.jakarta.handshake;

import org.jspecify.annotations.NullMarked;
