// SPDX-License-Identifier: Apache-2.0
/**
 * Finds an application's Jakarta endpoints when it starts, and owns the {@code ServerContainer} attribute beside a container that has a provider of its
 * own. Imports the servlet integration and the Jakarta adapter.
 */
@NullMarked
package dev.tautline.servlet.jakarta;

import org.jspecify.annotations.NullMarked;
