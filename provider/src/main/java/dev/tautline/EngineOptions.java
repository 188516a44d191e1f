// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.extension.Extension;
import dev.tautline.internal.connection.ConnectionOptions;
import dev.tautline.internal.connection.Delivery;
import dev.tautline.internal.extension.DeflatePools;
import dev.tautline.internal.extension.ExtensionNegotiator;
import dev.tautline.internal.extension.PermessageDeflate;
import dev.tautline.internal.protocol.InboundLimits;
import dev.tautline.internal.protocol.MaskSource;
import dev.tautline.spec.Role;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The engine's options for those of the native API. */
final class EngineOptions {
    /** The extension that {@link SocketOptions#perMessageDeflate} stands for. */
    static final String DEFLATE = PermessageDeflate.NAME;

    private EngineOptions() {}

    /** What is negotiated, in either role. */
    static ExtensionNegotiator extensions(SocketOptions options, DeflatePools pools) {
        List<Extension> all = new ArrayList<>();
        PerMessageDeflate deflate = options.perMessageDeflate();
        if (deflate != null) {
            all.add(new PermessageDeflate(deflate.toEngine(options.profile()), pools));
        }
        all.addAll(options.extensions());
        return new ExtensionNegotiator(all);
    }

    static ConnectionOptions of(SocketOptions options, Role role) {
        return builder(options, role).build();
    }

    /** Of a server's connection to a client that speaks hixie: what is read together makes a frame, and there is no ping. */
    static ConnectionOptions ofHixie(SocketOptions options) {
        return builder(options, Role.SERVER)
                .limits(new InboundLimits(
                        InboundLimits.UNLIMITED, options.maxPayload(), options.maxPayload(), InboundLimits.UNLIMITED))
                .pingInterval(Duration.ZERO)
                .build();
    }

    private static ConnectionOptions.Builder builder(SocketOptions options, Role role) {
        return ConnectionOptions.builder(role)
                .limits(new InboundLimits(
                        InboundLimits.UNLIMITED, options.maxPayload(), options.maxPayload(), options.maxFragments()))
                .outboundLimit(options.outboundLimit())
                .slowConsumerPolicy(options.slowConsumerPolicy())
                .idleTimeout(options.idleTimeout())
                .pingInterval(options.heartbeat())
                .pongTimeout(options.heartbeatTimeout())
                .closeTimeout(options.closeTimeout())
                .autoPong(options.autoPong())
                .maxPendingAutoPongs((int) Math.min(options.maxPendingAutoPongs(), Integer.MAX_VALUE))
                .skipUtf8Validation(options.skipUtf8Validation())
                .profile(options.profile())
                .maskSource(
                        options instanceof WebSocketClientOptions client && client.generateMask() != null
                                ? maskSource(client.generateMask())
                                : null);
    }

    private static MaskSource maskSource(Consumer<ByteBuffer> generator) {
        return () -> {
            ByteBuffer key = ByteBuffer.allocate(Integer.BYTES);
            generator.accept(key.duplicate());
            return key.getInt();
        };
    }

    static Delivery delivery(BinaryType type) {
        return type == BinaryType.FRAGMENTS ? Delivery.LIMITED_PARTS : Delivery.WHOLE;
    }
}
