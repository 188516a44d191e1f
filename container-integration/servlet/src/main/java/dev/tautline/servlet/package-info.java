// SPDX-License-Identifier: Apache-2.0
/**
 * The way into a servlet container: gate and upgrade filters, takeovers and the portable transport. Owns nothing of a connection once its
 * transport has been accepted. Imports the Servlet API and the provider; never {@code jakarta.websocket}.
 */
@NullMarked
package dev.tautline.servlet;

import org.jspecify.annotations.NullMarked;
