// SPDX-License-Identifier: Apache-2.0
/** What can be said only when all other modules have been tested. Owns nothing; reads documents, class files and test reports. */
@NullMarked
package dev.tautline.proof;

import org.jspecify.annotations.NullMarked;
