// SPDX-License-Identifier: Apache-2.0
/**
 * What the connections of one class loader share, made for its first owner and gone without trace after its last. Imports every other engine
 * room; only the way into a container imports it.
 */
@NullMarked
package dev.tautline.internal.runtime;

import org.jspecify.annotations.NullMarked;
