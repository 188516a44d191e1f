// SPDX-License-Identifier: Apache-2.0
/**
 * The connector of clients, of both faces: Jetty's HTTP client for names, sockets, proxies, TLS and HTTP; what comes behind a 101 goes to our
 * engine, plain TCP on our loops, everything else on Jetty's end points. Owns Jetty's clients, one for each TLS and proxy
 * configuration as long as something uses it. Imports Jetty's client, the transports of {@code dev.tautline.jetty.glue} and the provider.
 */
@NullMarked
package dev.tautline.connector;

import org.jspecify.annotations.NullMarked;
