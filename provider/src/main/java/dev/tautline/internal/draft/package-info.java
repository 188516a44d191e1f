// SPDX-License-Identifier: Apache-2.0
/**
 * The drafts before hybi, hixie-75 and hixie-76, as a layer between a transport and a connection that knows RFC 6455 only: handshake, frames in, frames out. Nobody
 * comes here unless a server allows drafts. {@code HixieDecoder} belongs to whoever reads, {@code HixieEncoder} to whoever writes; both are free of I/O. Imports spec,
 * extension, handshake, transport and connection.
 */
@NullMarked
package dev.tautline.internal.draft;

import org.jspecify.annotations.NullMarked;
