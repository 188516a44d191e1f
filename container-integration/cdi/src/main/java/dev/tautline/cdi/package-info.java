// SPDX-License-Identifier: Apache-2.0
/**
 * Instances from the CDI container that an application brings or finds in its server. {@code CdiProvider} and {@code LinkedClassLoader} alone load without CDI.
 * An application's {@code CdiInstances} owns what it has made. Imports the injection SPI, CDI, and the annotations of {@code jakarta.websocket}; no CDI container's classes.
 */
@NullMarked
package dev.tautline.cdi;

import org.jspecify.annotations.NullMarked;
