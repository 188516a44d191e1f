// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Profile;
import dev.tautline.spec.Role;
import dev.tautline.spec.Violation;
import org.jspecify.annotations.Nullable;

/**
 * The closing handshake (RFC 6455 §7): what was sent, what was received, how the connection ended. Pure bookkeeping; every method is
 * called under the connection's lock, and what it returns tells the caller what to do after the lock was released.
 *
 * <pre>
 *            close(), idle        peer's close frame, violation
 *   OPEN ------------------> SENT --------+--------> BOTH --(our frame written)--> ENDED
 *     |                        |          |                                         ^
 *     +--- peer's close frame, violation -+    EOF, failure, time-out, terminate ---+
 * </pre>
 */
final class ClosingHandshake {
    private final Profile profile;
    private final Role role;

    private @Nullable CloseStatus sent;
    private @Nullable CloseStatus received;
    /** What the listener is told, whatever the peer says. */
    private @Nullable CloseStatus imposed;

    private boolean violated;
    /** The violation that our close frame answers, as the listener is told of it. */
    private @Nullable CloseStatus violationStatus;

    private boolean written;
    private boolean eof;
    private boolean ended;
    private boolean errorReported;

    ClosingHandshake(ConnectionOptions options) {
        this.profile = options.profile();
        this.role = options.role();
    }

    /** Whether the closing handshake has not begun. */
    boolean isOpen() {
        return sent == null && received == null && !ended;
    }

    boolean isEnded() {
        return ended;
    }

    /**
     * We send a close frame.
     *
     * @return whether it is to be queued: nothing was sent before
     */
    boolean begin(CloseStatus status) {
        if (sent != null || ended) {
            return false;
        }
        sent = status;
        return true;
    }

    /** As {@link #begin}, and the listener will be told another status. */
    boolean begin(CloseStatus status, CloseStatus reported) {
        boolean begun = begin(status);
        if (begun) {
            imposed = reported;
        }
        return begun;
    }

    /**
     * The peer's close frame has come.
     *
     * @return the answer to be queued, or {@code null}
     */
    @Nullable CloseStatus onReceived(CloseStatus status) {
        received = status;
        // RFC 6455 §5.5.1: "When sending a Close frame in response, the endpoint typically echos the status code it
        // received."
        CloseStatus answer = status.equals(CloseStatus.NONE) ? profile.emptyClose() : status;
        return begin(answer) ? answer : null;
    }

    /**
     * The peer has broken a rule.
     *
     * @return the status of the close frame to be queued, or {@code null}
     */
    @Nullable CloseStatus onViolation(Violation violation) {
        violated = true;
        CloseStatus plain = CloseStatus.of(profile.closeCode(violation));
        CloseStatus explained =
                profile.takesAsClose(violation) ? plain : new CloseStatus(plain.code(), violation.sentence());
        CloseStatus answer = profile.sendsReason(violation) ? explained : plain;
        if (!begin(answer)) {
            return null;
        }
        violationStatus = explained;
        return answer;
    }

    /** Our close frame has left. */
    void onWritten() {
        written = true;
    }

    /**
     * The peer has ended its direction.
     *
     * @return whether nothing can come of the handshake any more
     */
    boolean onEof() {
        eof = true;
        return ended || received == null;
    }

    /** Whether there is nothing left to exchange. */
    boolean isComplete() {
        return written && (received != null || violated);
    }

    /** Whether an error is the first one of an open connection; then the listener is told. */
    boolean reportsError(boolean always) {
        boolean reports = !errorReported && !ended && (always || isOpen());
        errorReported |= reports;
        return reports;
    }

    /**
     * The connection is over.
     *
     * @return whether it was not before
     */
    boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    boolean isEof() {
        return eof;
    }

    /**
     * Whether this end closes TCP first. RFC 6455 §7.1.1: "the server MUST close the WebSocket connection immediately"; the client
     * waits for that.
     */
    boolean closesFirst() {
        return role == Role.SERVER || violated;
    }

    boolean isViolated() {
        return violated;
    }

    /** Whether both close frames were exchanged. */
    boolean isClean() {
        return written && received != null && !violated && imposed == null;
    }

    /** What the listener is told. */
    CloseStatus status() {
        if (imposed != null) {
            return imposed;
        }
        if (violated) {
            CloseStatus answered = violationStatus == null ? sent : violationStatus;
            return profile.violationIsAbnormal() || answered == null ? CloseStatus.ABNORMAL : answered;
        }
        if (received == null) {
            return CloseStatus.ABNORMAL;
        }
        return received.equals(CloseStatus.NONE) ? profile.emptyClose() : received;
    }
}
