// SPDX-License-Identifier: Apache-2.0
/**
 * The web application that is dropped into the distributions: endpoints, a filter and a servlet such as any application has. Imports the Jakarta
 * APIs and, for clients, ours; what it counts belongs to the application's class loader.
 */
@NullMarked
package dev.tautline.tests.distributions.app;

import org.jspecify.annotations.NullMarked;
