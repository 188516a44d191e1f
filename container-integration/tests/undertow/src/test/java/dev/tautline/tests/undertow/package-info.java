// SPDX-License-Identifier: Apache-2.0
/** The contract on embedded Undertow. Owns the container; imports the contract and Undertow. */
@NullMarked
package dev.tautline.tests.undertow;

import org.jspecify.annotations.NullMarked;
