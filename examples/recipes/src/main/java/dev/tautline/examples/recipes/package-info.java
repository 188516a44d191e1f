// SPDX-License-Identifier: Apache-2.0
/** The recipes that the documents of ws and faye-websocket give, in Java: one class each, to copy. They need the native API, some the Servlet API. */
@NullMarked
package dev.tautline.examples.recipes;

import org.jspecify.annotations.NullMarked;
