// SPDX-License-Identifier: Apache-2.0
/** The contract on embedded Jetty 12.1, for the modules of EE 10 and EE 11, each with its own {@code JettyContexts}. Owns the container; imports the contract and Jetty. */
@NullMarked
package dev.tautline.tests.jetty;

import org.jspecify.annotations.NullMarked;
