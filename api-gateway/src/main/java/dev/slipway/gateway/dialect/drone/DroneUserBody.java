package dev.slipway.gateway.dialect.drone;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** What {@code POST} and {@code PATCH /api/users} say of a user. Clients send the whole object; what is not the platform's to keep is passed over. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DroneUserBody(
        @JsonProperty("login") @Nullable String login,
        @JsonProperty("email") @Nullable String email,
        @JsonProperty("active") @Nullable Boolean active,
        @JsonProperty("admin") @Nullable Boolean admin) {}
