// SPDX-License-Identifier: Apache-2.0
/** News by topic, with nothing but the Jakarta API. The sessions are the only state. */
@NullMarked
package dev.tautline.examples.news;

import org.jspecify.annotations.NullMarked;
