// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

/**
 * What a connection has done so far. Taken without a lock: the values may be of slightly different moments.
 *
 * @param messagesReceived data messages whose last part was parsed
 * @param messagesSent data messages that a send or broadcast queued
 * @param messagesDropped messages that a slow-consumer policy dropped, old ones and new ones
 * @param sendsRejected sends that failed because the queue was full
 * @param pongsSent automatic pongs
 * @param writes calls of {@code Transport.write}
 * @param reads calls of {@code TransportListener.onRead}
 * @param bytesSent bytes that were given to the transport, frame headers included
 * @param bytesReceived bytes that the transport has read, frame headers included
 */
public record ConnectionCounters(
        long messagesReceived,
        long messagesSent,
        long messagesDropped,
        long sendsRejected,
        long pongsSent,
        long writes,
        long reads,
        long bytesSent,
        long bytesReceived) {}
