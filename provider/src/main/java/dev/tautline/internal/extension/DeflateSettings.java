// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

/**
 * How one connection deflates. Equal settings without context make equal bytes, so this is also the wire form that a broadcast
 * shares.
 *
 * @param level zlib's level
 * @param strategy zlib's strategy
 * @param windowBits 8 to 15: no reference reaches further back than 2^windowBits bytes
 * @param threshold bytes; smaller messages pass uncompressed
 * @param keepContext whether messages may refer to those before
 */
record DeflateSettings(int level, int strategy, int windowBits, long threshold, boolean keepContext) {}
