// SPDX-License-Identifier: Apache-2.0
/**
 * What an extension of RFC 6455 §9 is made of, for everybody: the offer, its acceptance in both roles, and the codecs that carry it out for the messages of
 * one connection. Pure; decoders belong to the holder of a connection's read token, encoders to its flush owner. Imports {@code dev.tautline.spec} only.
 */
@NullMarked
package dev.tautline.extension;

import org.jspecify.annotations.NullMarked;
