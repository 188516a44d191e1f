// SPDX-License-Identifier: Apache-2.0
/**
 * The vocabulary of RFC 6455: roles, opcodes, ready states, close codes, violations, slow-consumer policies, and the request that opens a
 * connection. Values and views without behaviour of their own; every other package may use them and this one imports nothing
 * of ours.
 */
@NullMarked
package dev.tautline.spec;

import org.jspecify.annotations.NullMarked;
