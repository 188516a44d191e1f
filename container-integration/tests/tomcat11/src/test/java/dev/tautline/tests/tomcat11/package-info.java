// SPDX-License-Identifier: Apache-2.0
/** The contract on embedded Tomcat 11. Owns the container; imports the contract and Tomcat. */
@NullMarked
package dev.tautline.tests.tomcat11;

import org.jspecify.annotations.NullMarked;
