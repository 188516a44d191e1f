// SPDX-License-Identifier: Apache-2.0
/**
 * The way into Tomcat 10.1 and 11: the NIO channel taken over, or Tomcat's own poller where there is no plain channel. Compiled against 10.1,
 * binary compatible with 11. Tomcat keeps counting the connection and is told when it ends.
 */
@NullMarked
package dev.tautline.tomcat;

import org.jspecify.annotations.NullMarked;
