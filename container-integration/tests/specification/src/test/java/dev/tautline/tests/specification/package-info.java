// SPDX-License-Identifier: Apache-2.0
/**
 * Jakarta WebSocket 2.2, chapter by chapter: every test says by {@link dev.tautline.tests.specification.Section} which section it proves, and
 * {@code docs/specification.md} lists them. Client and server are ours, over sockets. Imports what applications import, and the contract's tools.
 */
@NullMarked
package dev.tautline.tests.specification;

import org.jspecify.annotations.NullMarked;
