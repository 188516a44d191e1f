// SPDX-License-Identifier: Apache-2.0
/**
 * The way into Jetty 12.0 and 12.1, EE 10 and EE 11. This package names no class of Jetty: what is linked with them stands in
 * {@code glue}, which a bridging class loader defines where an application can't see its server's classes. Owns the bridge of a
 * deployment; imports the servlet module and the provider.
 */
@NullMarked
package dev.tautline.jetty;

import org.jspecify.annotations.NullMarked;
