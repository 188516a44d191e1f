// SPDX-License-Identifier: Apache-2.0
/** The contract on embedded Jetty 12.1 with EE 10. Owns the container; imports the contract and Jetty. */
@NullMarked
package dev.tautline.tests.jetty.ee10;

import org.jspecify.annotations.NullMarked;
