// SPDX-License-Identifier: Apache-2.0
/**
 * The peers: what is the standard's in every provider, and one class for each provider's own ways. Loaded once per provider, from its library folder;
 * imports that provider, the Jakarta APIs and the common classes one floor up.
 */
@NullMarked
package dev.tautline.tests.interop.peer;

import org.jspecify.annotations.NullMarked;
