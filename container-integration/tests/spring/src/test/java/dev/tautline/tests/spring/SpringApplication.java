// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.spring;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.stereotype.Controller;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.server.standard.ServerEndpointExporter;

/** One application with all that Spring has for WebSocket. */
@Configuration
@EnableWebSocket
@EnableWebSocketMessageBroker
class SpringApplication implements WebSocketConfigurer, WebSocketMessageBrokerConfigurer {
    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        registry.addHandler(handler(), "/handler");
    }

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
        registry.addEndpoint("/stomp");
    }

    @Override
    public void configureMessageBroker(MessageBrokerRegistry registry) {
        registry.enableSimpleBroker("/topic");
        registry.setApplicationDestinationPrefixes("/app");
    }

    @Bean
    ShoutingHandler handler() {
        return new ShoutingHandler();
    }

    @Bean
    Greeter greeter() {
        return new Greeter();
    }

    @Bean
    ExportedEndpoint exported(Greeter greeter) {
        return new ExportedEndpoint(greeter);
    }

    @Bean
    ServerEndpointExporter exporter() {
        return new ServerEndpointExporter();
    }

    /** Where STOMP messages go; a bean, as a member of a configuration. */
    @Controller
    static class Says {
        @MessageMapping("/say")
        @SendTo("/topic/said")
        public String say(String message) {
            return "said " + message;
        }
    }
}
