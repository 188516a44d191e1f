// SPDX-License-Identifier: Apache-2.0
/**
 * Our half that is linked with Jetty's classes; compiled against 12.0, binary compatible with 12.1. Loaded through
 * {@code dev.tautline.jetty.JettyBridge} and seen from outside as {@code JettySide} only, but for the standalone server and the client, which
 * stand on Jetty's classes themselves. Holds no statics: its instances live as
 * long as their deployment. Imports Jetty's core, the Servlet API and the provider.
 */
@NullMarked
package dev.tautline.jetty.glue;

import org.jspecify.annotations.NullMarked;
