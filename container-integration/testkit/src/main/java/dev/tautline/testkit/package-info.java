// SPDX-License-Identifier: Apache-2.0
/**
 * Runs connections in memory and in virtual time, for the tests of Tautline and of its users: transports as pairs with windows,
 * partial writes, resets and leases; a clock that stands still; an executor that runs when told; frames as hex. Everything is
 * owned by the test's thread unless a type says otherwise. Imports the engine's rooms; no test framework.
 */
@NullMarked
package dev.tautline.testkit;

import org.jspecify.annotations.NullMarked;
