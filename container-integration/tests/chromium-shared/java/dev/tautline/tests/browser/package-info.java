// SPDX-License-Identifier: Apache-2.0
/** Tests with a real browser; {@code Chromium} is shared with the examples that have a page. Owns what it starts; sees the public API only. */
@NullMarked
package dev.tautline.tests.browser;

import org.jspecify.annotations.NullMarked;
