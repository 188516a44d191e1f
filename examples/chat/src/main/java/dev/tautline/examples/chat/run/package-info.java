// SPDX-License-Identifier: Apache-2.0
/** Starts the chat on an embedded Tomcat. No part of {@code chat.war}; knows Tomcat and the file system only. */
@NullMarked
package dev.tautline.examples.chat.run;

import org.jspecify.annotations.NullMarked;
