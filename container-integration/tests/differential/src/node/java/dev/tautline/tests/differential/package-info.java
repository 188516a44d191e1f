// SPDX-License-Identifier: Apache-2.0
/** Our native API beside the packages whose documents it follows: both are fed the same bytes, in both roles. */
@NullMarked
package dev.tautline.tests.differential;

import org.jspecify.annotations.NullMarked;
