// SPDX-License-Identifier: Apache-2.0
/** The contract on embedded Tomcat 10.1. Owns the container; imports the contract and Tomcat. */
@NullMarked
package dev.tautline.tests.tomcat10;

import org.jspecify.annotations.NullMarked;
