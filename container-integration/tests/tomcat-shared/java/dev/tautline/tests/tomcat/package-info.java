// SPDX-License-Identifier: Apache-2.0
/** The contract on embedded Tomcat, for the modules of 10.1 and 11. Owns the container; imports the contract and Tomcat. */
@NullMarked
package dev.tautline.tests.tomcat;

import org.jspecify.annotations.NullMarked;
